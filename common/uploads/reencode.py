"""Run as a program: an image of the kind named on the command line comes in, the bare picture goes out."""

import io
import resource
import sys
import warnings

#: A page of paper at 600 dots an inch has 35 million.
MOST_PIXELS = 50_000_000
SECONDS, MEMORY = 20, 768 * 1024 * 1024
FORMATS = {"jpg": "JPEG", "png": "PNG"}


def reencode(kind: str, content: bytes) -> bytes:
    """The same picture, turned upright, with nothing beside its pixels. Raises what Pillow raises."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    with Image.open(io.BytesIO(content), formats=[FORMATS[kind]]) as opened:
        upright = ImageOps.exif_transpose(opened)
        mode = "RGB" if kind == "jpg" or upright.mode not in ("1", "L", "RGB", "RGBA") else upright.mode
        # A new picture takes the pixels along and no metadata.
        bare = Image.new(mode, upright.size)
        bare.paste(upright.convert(mode))
    out = io.BytesIO()
    bare.save(out, FORMATS[kind], **({"quality": 88, "optimize": True} if kind == "jpg" else {}))
    return out.getvalue()


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    sys.stdout.buffer.write(reencode(sys.argv[1], sys.stdin.buffer.read()))
