"""The PDF of a package: Python decides every number, word, order and alt text; Typst only draws.

Belongs here: the document as data (`document.py` and the page modules beside it), its rendering
(`render.py`), the Typst templates and the fonts. Does not belong here: cutting tables or statistics.
"""
