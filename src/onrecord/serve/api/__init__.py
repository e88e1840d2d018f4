"""The API under /api, a module for each thing with a `router`; `ROUTERS` is what the app serves."""

from onrecord.serve.api import amending, articles, check, correcting, export, ledger, posting, schemas, search, speakers, statements, stats, takedowns, utterances

ROUTERS = (search.router, export.router, articles.router, posting.router, amending.router, takedowns.router, correcting.router, statements.router, speakers.router, check.router, utterances.router, ledger.router, stats.router)
TAGS = [
    {"name": "search", "description": "What was said, and in which reports; the fields are those of `onrecord search` and `onrecord.Query`."},
    {"name": "articles", "description": "Reports, as they stood, with their statements."},
    {"name": "jobs", "description": "Reports to keep, and what became of them."},
    {"name": "statements", "description": "Statements by their ids, which stay; and what people say of them."},
    {"name": "speakers", "description": "Who speaks, told across reports."},
    {"name": "check", "description": "Whether a quotation stands in the record."},
    {"name": "utterances", "description": "What was said on one occasion, as different reports tell it."},
    {"name": "ledger", "description": "What was asked and promised, and what came of it; the fields are those of `onrecord ledger`."},
    {"name": "state", "description": "What is in the record, and whether it can be read."},
]
__all__ = ["ROUTERS", "TAGS", "schemas"]
