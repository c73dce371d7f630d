"""Run as a program: an image of the kind named on the command line comes in, the bare picture goes out."""

import io
import math
import resource
import sys
import warnings

#: A page of paper at 600 dots an inch has 35 million; what has more than is needed to read it comes out smaller.
MOST_PIXELS, KEPT_PIXELS = 36_000_000, 16_000_000
SECONDS, MEMORY = 5, 256 * 1024 * 1024
FORMATS = {"jpg": "JPEG", "png": "PNG"}


def reencode(kind: str, content: bytes) -> bytes:
    """The same picture, turned upright, with nothing beside its pixels; one that is larger than a page needs, smaller.

    Raises what Pillow raises.
    """
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    with Image.open(io.BytesIO(content), formats=[FORMATS[kind]]) as opened:
        times = math.ceil(math.sqrt(opened.width * opened.height / KEPT_PIXELS))
        if times > 1 and kind == "jpg":
            # The decoder itself leaves out what is not needed, and its memory.
            opened.draft(None, (opened.width // times, opened.height // times))
        upright: Image.Image = opened
        if opened.width * opened.height > KEPT_PIXELS and opened.mode not in ("1", "L"):
            upright = opened.reduce(times) if opened.mode != "P" else opened.convert("RGB").reduce(times)
        ImageOps.exif_transpose(upright, in_place=True)
        mode = "RGB" if kind == "jpg" or upright.mode not in ("1", "L", "RGB", "RGBA") else upright.mode
        # A new picture takes the pixels along and no metadata.
        bare = Image.new(mode, upright.size)
        bare.paste(upright if upright.mode == mode else upright.convert(mode))
    out = io.BytesIO()
    bare.save(out, FORMATS[kind], **({"quality": 88} if kind == "jpg" else {"compress_level": 4}))
    return out.getvalue()


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    sys.stdout.buffer.write(reencode(sys.argv[1], sys.stdin.buffer.read()))
