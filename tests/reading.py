"""Reports that were written for the tests of pages and API; countries, outlets and people are invented."""

from dataclasses import replace

from onrecord.types import Report

ENVOY = Report(
    id="envoy-winter", title="Envoy: Winter will not wait for us", outlet="Nordpress", published="2026-11-24", url="https://nordpress.example/2026/envoy-winter",
    text="""KESTEN, 24 November (Nordpress) – The foreign minister of Varland, Irena Novak, asked the coastal states on Tuesday to deliver generators faster, saying that half of the pumping stations had been without power since the storm.

"We are grateful for everything that has been sent, but winter will not wait for us," she told reporters after the talks in Kesten. "We asked for 120 generators in October. Forty have come."

Sorland's envoy, Per Haldorsen, promised to send 60 more before Christmas. He denied that the harbour had been closed.

Read also: Storm leaves 40,000 without heating
""")  # fmt: skip
CHANGED = replace(ENVOY, text=ENVOY.text.replace("60 more before Christmas", "80 more before New Year").replace("Forty have come", "Fifty have come"))
HARBOUR = Report(
    id="https://skagen.example/a?b=1&c=2", title="Ice may close the northern route", outlet="Skagen Tidende", published="2026-11-26",
    text="""Sorland's envoy, Per Haldorsen, said the harbour authority had warned him that ice could close the northern route before January.

"I would not bet a single generator on the weather," he said.

"The pilots have refused to sail," said Marta Lind, who heads the harbour authority. She urged the ministers to open the inland line.
""")  # fmt: skip
CUP = Report(
    id="cup-final", title="Halden coach: We gave it away", outlet="Sportbladet Nord", published="2025-03-16",
    text="""Halden lost the final on Sunday in front of 4,200 spectators.

"We gave the match away," the coach, Sven Orre, said. He thanked the supporters and said that the team would come back stronger.
""")  # fmt: skip
UNDATED = Report(id="leaflet", text="The council said that the library would stay open. The mayor, Ann Lee, promised to mend the roof.\n")
ARABIC = Report(id="rtl", title="تصريح الوزير", outlet="صحيفة الشمال", published="2026-01-05", text="قال الوزير إن المولدات ستصل قبل الشتاء.\n\nThe minister, Irena Novak, said the generators would come.\n")
MANY = tuple(
    Report(id=f"bulletin-{day}", title=f"Bulletin {day}", outlet="Varland Radio", published=f"2026-10-{day:02}", text=f'Foreign minister Irena Novak said on air that {day} villages were dark. "We count every village," she said.\n')
    for day in range(1, 26)
)
REPORTS = (ENVOY, HARBOUR, CUP, UNDATED, ARABIC, *MANY, CHANGED)
