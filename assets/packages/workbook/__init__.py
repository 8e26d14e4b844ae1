"""The workbook `klyngepakke.xlsx`: `content` decides words, numbers and order, `write` and `charts` lay them out."""
