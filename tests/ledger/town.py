"""Reports of an invented town."""

REPORTS = {
    "h1": ("2024-03-05", 'The Brova Tenants\' League on Tuesday called on the town council to install forty smoke detectors in Harbour House before the end of May. "Nobody sleeps well here," its chair, Lena Orvik, said.'),
    "h2": ("2024-03-12", 'The town council will install forty smoke detectors in Harbour House by 31 May, Mayor Tomas Reid said on Monday. The council also promised to pay 20,000 euros for new fire doors in Harbour House.'),
    "h3": ("2024-04-20", 'Twenty of the forty smoke detectors in Harbour House have been installed, Mayor Tomas Reid said. Lena Orvik of the Brova Tenants\' League demanded a lift for the Mill Lane library.'),
    "h4": ("2024-06-03", 'All forty smoke detectors in Harbour House were installed on 28 May, the town council said. The council withdrew its promise to pay 20,000 euros for new fire doors in Harbour House.'),
}  # fmt: skip
