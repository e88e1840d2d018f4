"""Reports from wherever they are: files, folders, standard input, the web.  A bad input is yielded as an error, not raised."""

from onrecord.read.sources import Limits, read

__all__ = ["Limits", "read"]
