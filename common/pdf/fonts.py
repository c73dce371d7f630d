"""Which font files the documents are set in, where they lie, and whether these builds are the measured ones.

Searching and copying Arabic from a PDF depends on the font's glyphs, not only on the text: a build that splits letters
into skeleton and dots, or sets lam-alef as one odd glyph, extracts as noise. So fonts are named files with known digests,
never "whatever the system finds", and a missing file stops the render.
"""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

from .errors import FontMissing

FONT_DIRS_VARIABLE = "MUNTADA_FONT_DIRS"

# Where Debian and Ubuntu put the two packages below.
SYSTEM_FONT_DIRS = (
    Path("/usr/share/fonts/truetype/noto"),
    Path("/usr/share/fonts/opentype/fonts-hosny-amiri"),
    Path("/usr/share/fonts/truetype/fonts-hosny-amiri"),
)

# SHA-256 of the builds whose extraction was measured: fonts-noto-core 20201225-1 and fonts-hosny-amiri 0.113-1.
MEASURED_BUILDS = {
    "NotoNaskhArabic-Regular.ttf": "8c67eaa2f0086872628fc3f7f760386f83c8be5c5e9a1ba3a38891237b2ac7cb",
    "NotoNaskhArabic-Bold.ttf": "b5cbcb561b4b540ff11d7b6934577dbbbbb9e1d152d47f6f31f19176d58ff39c",
    "NotoSans-Regular.ttf": "89c3c497f618fdaa0b2d1e98fef93582f28c71debd2c4a8cdf41f190ced2909d",
    "NotoSans-Bold.ttf": "e83493c945848ecd4a9ad0f6d19164541a0d3e23a9c952304a00a46e00272ac5",
    "Amiri-Regular.ttf": "6f909d81f17de2919be4ce99fac51b07623794d9a46cfd1df53e2d6e669d9263",
    "Amiri-Bold.ttf": "a0e7946a97cd016e4322c3d3dc06bdc62776a5c933e9a3417ad74c91d822b9bd",
}

# Joining and lam-alef do not depend on this feature. What it would join is the one sign for "Allah": readers turn the letters of
# a glyph that stands for several about, so that every Abdullah would be found as عبداهلل only.
NO_LIGATURES = '"liga" 0'


@dataclass(frozen=True)
class Face:
    """One weight of one of our families; ``substitute`` is the file used when an optional ``filename`` is absent."""

    family: str
    weight: int
    filename: str
    package: str
    substitute: str = ""
    features: str = ""


FACES = (
    Face("Muntada Arabic", 400, "NotoNaskhArabic-Regular.ttf", "fonts-noto-core", features=NO_LIGATURES),
    Face("Muntada Arabic", 700, "NotoNaskhArabic-Bold.ttf", "fonts-noto-core", features=NO_LIGATURES),
    Face("Muntada Latin", 400, "NotoSans-Regular.ttf", "fonts-noto-core"),
    Face("Muntada Latin", 700, "NotoSans-Bold.ttf", "fonts-noto-core"),
    Face(
        "Muntada Display",
        400,
        "Amiri-Regular.ttf",
        "fonts-hosny-amiri",
        "NotoNaskhArabic-Regular.ttf",
        NO_LIGATURES,
    ),
    Face(
        "Muntada Display",
        700,
        "Amiri-Bold.ttf",
        "fonts-hosny-amiri",
        "NotoNaskhArabic-Bold.ttf",
        NO_LIGATURES,
    ),
)


@dataclass(frozen=True)
class FontFile:
    """A face and the resolved file that serves it here."""

    face: Face
    path: Path

    def css(self) -> str:
        """Return the ``@font-face`` rule of this file."""
        features = f"font-feature-settings:{self.face.features};" if self.face.features else ""
        return (
            f'@font-face{{font-family:"{self.face.family}";font-weight:{self.face.weight};'
            f'font-style:normal;{features}src:url("{self.path.as_uri()}")}}'
        )


@dataclass(frozen=True)
class FontSet:
    """The files of all faces, and one English sentence for each that is not the measured build."""

    files: tuple[FontFile, ...]
    warnings: tuple[str, ...]

    def css(self) -> str:
        """Return the ``@font-face`` rules of "Muntada Arabic", "Muntada Latin" and "Muntada Display"."""
        return "\n".join(font.css() for font in self.files)

    @property
    def paths(self) -> frozenset[Path]:
        """The resolved font files: all that a document may load besides its own images and styles."""
        return frozenset(font.path for font in self.files)

    def missing_characters(self, text: str) -> list[str]:
        """Return the characters of ``text`` that none of our text fonts can draw, sorted; blanks and controls aside.

        A document that holds one of them fails to render, for the system would put in a font of its own choice.
        Ask before the text is accepted, or replace them, where people type freely (emoji, rare scripts).
        """
        drawn = frozenset().union(*(_characters(font.path) for font in self.files))
        return sorted(c for c in set(text) if c.isprintable() and not c.isspace() and ord(c) not in drawn)


def find_fonts(directories: Sequence[Path] | None = None) -> FontSet:
    """Find the font files in ``MUNTADA_FONT_DIRS`` first, then where Debian puts them; ``directories`` replaces both.

    The answer is kept for the life of the process. Raises ``FontMissing`` naming the files and the Debian packages.
    """
    if directories is None:
        own = os.environ.get(FONT_DIRS_VARIABLE, "").split(os.pathsep)
        directories = [*(Path(folder) for folder in own if folder), *SYSTEM_FONT_DIRS]
    return _find(tuple(directories))


@lru_cache(maxsize=8)
def _find(directories: tuple[Path, ...]) -> FontSet:
    files: list[FontFile] = []
    missing: list[Face] = []
    warnings: list[str] = []
    for face in FACES:
        path = _locate(face.filename, directories)
        if path is None and face.substitute:
            path = _locate(face.substitute, directories)
            if path is not None:
                warnings.append(f"{face.filename} is not installed; headings are set in {path.name}.")
        if path is None:
            missing.append(face)
            continue
        files.append(FontFile(face, path))
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if MEASURED_BUILDS.get(path.name) != digest:
            warnings.append(
                f"{path.name} is another build than the measured one; searching and copying may suffer."
            )
    required = [face for face in missing if not face.substitute]
    if required:
        names = ", ".join(face.filename for face in required)
        packages = " ".join(sorted({face.package for face in required}))
        raise FontMissing(
            f"Fonts not found: {names}. Install them (Debian: apt install {packages}) "
            f"or name their folder in {FONT_DIRS_VARIABLE}."
        )
    return FontSet(tuple(files), tuple(dict.fromkeys(warnings)))


def _locate(filename: str, directories: Sequence[Path]) -> Path | None:
    for folder in directories:
        path = folder / filename
        if path.is_file():
            return path.resolve()
    return None


@lru_cache(maxsize=16)
def _characters(path: Path) -> frozenset[int]:
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())
