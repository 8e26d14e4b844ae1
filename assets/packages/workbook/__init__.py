"""The workbook `klyngepakke.xlsx`: `content` decides every word, number and order, `write` and `charts` lay them out."""
