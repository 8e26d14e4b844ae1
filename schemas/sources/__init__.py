"""One file per source; a file here is a source (it defines `SOURCE`). Nothing else belongs here."""
