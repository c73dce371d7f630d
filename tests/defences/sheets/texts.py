"""Text in columns, as people save it and as nobody should. Name → (file name, content, what is right)."""

import codecs

from .building import TABLE


def csv(text, right, encoding="utf-8", name="a.csv"):
    return (name, text.encode(encoding) if isinstance(text, str) else text, right)


LINES = "\n".join(",".join(row) for row in TABLE)
CASES = {
    "csv": csv(LINES, TABLE),
    "csv in windows-1256": csv(LINES.replace(",", ";"), TABLE, "windows-1256"),
    "csv in UTF-16": csv(LINES.replace(",", "\t"), TABLE, "utf-16"),
    "csv of UTF-16, odd length": csv(LINES.encode("utf-16") + b"x", "encoding"),
    "csv of UTF-16, half a surrogate": csv(codecs.BOM_UTF16_LE + b"a\0,\0\0\xd8b\0", "encoding"),
    "csv of UTF-16 without mark": csv(LINES.encode("utf-16-le"), "encoding"),
    "csv of UTF-32": csv(LINES.encode("utf-32"), "encoding"),
    "csv of UTF-8, damaged": csv(LINES.encode().replace(b"\xd8", b"\x81", 1), "encoding"),
    "csv of UTF-8, cut in a letter": csv(LINES.encode() + b",\xd8", "encoding"),
    "csv in Latin letters": csv("Nom,\xe9t\xe9\n\xe0,\xe7", "encoding", "latin-1"),
    "csv with NUL": csv(LINES + "\0", "encoding"),
    "csv of rubbish": csv(bytes(range(256)) * 50, "encoding"),
    "csv of nothing": csv("", "empty"),
    "csv of a mark": csv(codecs.BOM_UTF8, "empty"),
    "csv of blank lines": csv("\n , \n\n,,\n", "empty"),
    "csv of 20 MB in one line": csv(("x" * 20_000_000).encode, "cell_too_long"),
    "csv of 20 MB in one quoted cell": csv(('"' + "x\n" * 10_000_000).encode, "cell_too_long"),
    "csv of 20 MB of commas": csv(("," * 20_000_000).encode, {"too_much", "empty"}),
    "csv of 20 MB of line ends": csv(("a,b\n" + "\n" * 19_000_000).encode, "too_many_rows"),
    "csv of 20 MB of quotes": csv(('"' * 20_000_000).encode, {"cell_too_long", "quotes"}),
    "csv of 100,000 columns": csv(lambda: (",".join(["x"] * 100_000)).encode(), "too_many_columns"),
    "csv of 30,000 rows": csv(("a,b\n" * 30_000).encode, "too_many_rows"),
    "csv, a quote never closed": csv('a,b\n"c,d\ne,f', "quotes"),
    "csv, a quote inside a word": csv('a,b\n"c"d,e', "quotes"),
    "csv, rows of many widths": csv(
        "a,b,c\n1\n1,2,3,4\n\n1,2,3",
        [["a", "b", "c", ""], ["1", "", "", ""], ["1", "2", "3", "4"], ["1", "2", "3", ""]],
    ),
    "csv, separators of lines inside": csv("a,b\nx\u2028y,z\u0085", [["a", "b"], ["x\u2028y", "z"]]),
    "csv of formulas": csv("a,b\n=1+1,@x", [["a", "b"], ["=1+1", "@x"]]),
    "csv, a page": csv("<!DOCTYPE html><table>", "kind"),
    "csv, a PDF": csv(b"%PDF-1.7\n", "kind"),
    "csv, a program": csv(b"MZ\x90\0", "kind"),
    "csv, a picture": csv(b"\xff\xd8\xff\xe0\0\x10JFIF", "encoding"),
    "csv, named .txt": csv(LINES, "kind", name="a.txt"),
    "csv of 21 MB": csv(("a," * 10_500_000).encode, "too_large"),
}
