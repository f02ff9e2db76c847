"""Whatever is uploaded becomes a clean picture in the sizes of the shop, or one clear sentence."""

import struct
import zlib
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from klantkluis.catalogue.pictures.reading import MOST_BYTES, PictureRefused, read_picture

CANARY = b"Kanarie-Jansen-52.0907N"


def a_file(kind: str = "JPEG", size: tuple[int, int] = (900, 600), mode: str = "RGB", **more):
    buffer = BytesIO()
    image = Image.linear_gradient("L").resize(size).convert(mode)
    image.save(buffer, kind, **more)
    return buffer.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_comes_out_as_webp_in_each_width_that_it_has(kind):
    read = read_picture(a_file(kind))
    assert [(each.width, each.height) for each in read.sizes] == [
        (400, 267),
        (800, 533),
        (900, 600),
    ]
    for each in read.sizes:
        assert opened(each.data).format == "WEBP"
        assert opened(each.data).size == (each.width, each.height)


def test_nothing_is_enlarged_and_nothing_is_wider_than_the_widest():
    assert [each.width for each in read_picture(a_file(size=(120, 90))).sizes] == [120]
    assert [each.width for each in read_picture(a_file(size=(400, 300))).sizes] == [400]
    assert [s.width for s in read_picture(a_file(size=(4000, 3000))).sizes] == [400, 800, 1600]


def test_the_same_file_has_the_same_name_and_another_another():
    assert read_picture(a_file()).digest == read_picture(a_file()).digest
    assert read_picture(a_file()).digest != read_picture(a_file(size=(901, 600))).digest


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_of_the_file_is_kept_but_the_picture(kind):
    exif = Image.Exif()
    exif[0x010E] = exif[0x013B] = CANARY.decode()
    more = {"exif": exif, "xmp": CANARY} if kind != "PNG" else {"exif": exif}
    if kind == "JPEG":
        more["comment"] = CANARY
    data = a_file(kind, **more) + CANARY
    assert data.count(CANARY) >= 3
    for each in read_picture(data).sizes:
        assert CANARY not in each.data
        kept = opened(each.data)
        assert not kept.getexif()
        assert set(kept.info) <= {"loop", "background", "timestamp", "duration"}


def test_a_picture_that_was_held_sideways_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    assert [s.height for s in read_picture(a_file(exif=exif)).sizes[-1:]] == [900]


def test_colours_of_another_space_are_brought_to_the_one_of_screens():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    assert read_picture(a_file(icc_profile=profile)).sizes
    assert read_picture(a_file(icc_profile=b"none")).sizes


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_every_kind_of_jpeg_can_be_read(mode):
    assert opened(read_picture(a_file(mode=mode)).sizes[0].data).mode == "RGB"


def test_what_one_can_look_through_stays_so():
    buffer = BytesIO()
    Image.new("RGBA", (300, 300), (200, 0, 0, 0)).save(buffer, "PNG")
    kept = opened(read_picture(buffer.getvalue()).sizes[0].data)
    assert kept.convert("RGBA").getpixel((10, 10))[3] == 0


def a_bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """Make a PNG of a few hundred bytes that claims billions of pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(10_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "not a picture"),
        (b"hello", "not a picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a picture"),
        (a_file("GIF"), "not a picture"),
        (a_file("TIFF"), "not a picture"),
        (a_file("JPEG")[:400], "not a picture"),
        (a_file("PNG")[:-200], "not a picture"),
        (a_bomb(), "too many pixels"),
        (a_bomb(6000, 6000), "too many pixels"),
        (a_file("PNG", size=(30, 300)), "too small"),
        (a_file("PNG", size=(40, 161)), "too slim"),
        (bytes(MOST_BYTES + 1), "larger than 10 MB"),
    ],
)  # fmt: skip
def test_what_is_no_picture_for_the_shop_gets_one_sentence(data, sentence):
    with pytest.raises(PictureRefused, match=sentence):
        read_picture(data)


@given(st.binary(max_size=200), st.sampled_from(["JPEG", "PNG", "WEBP"]))
def test_no_file_whatever_does_more_than_be_refused(noise, kind):
    head = a_file(kind, size=(50, 50))
    for data in (noise, head[:30] + noise, head[: len(head) // 2] + noise):
        try:
            assert read_picture(data).sizes
        except PictureRefused:
            continue


@settings(max_examples=60)
@given(st.integers(0, 2000), st.integers(0, 255), st.sampled_from(["JPEG", "PNG", "WEBP"]))
def test_one_wrong_byte_is_read_over_or_refused(place, byte, kind):
    data = bytearray(a_file(kind, size=(64, 48)))
    data[place % len(data)] = byte
    try:
        assert read_picture(bytes(data)).sizes
    except PictureRefused:
        return
