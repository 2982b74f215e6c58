"""The settings of ODK Collect and KoboCollect as a QR code, which their “Configure with QR code” reads."""

import base64
import json
import zlib
from io import BytesIO

import qrcode
from qrcode.image.svg import SvgPathImage


def settings_for(server: str, username: str, secret: str) -> str:
    """JSON, packed and written as Base64: the format both apps share."""
    general = {
        "server_url": server,
        "username": username,
        "password": secret,
        # What was sent is not kept on a telephone that may be lost.
        "delete_send": True,
    }
    told = json.dumps({"general": general, "admin": {}, "project": {"name": "Samaan"}})
    return base64.b64encode(zlib.compress(told.encode())).decode()


def picture_of(text: str) -> str:
    """An SVG as an address of its own, for the page that shows it once."""
    made = BytesIO()
    # On a screen nothing of it is torn off: fewer and larger squares are read sooner.
    few = qrcode.constants.ERROR_CORRECT_L
    qrcode.make(text, image_factory=SvgPathImage, error_correction=few, border=4).save(made)
    return f"data:image/svg+xml;base64,{base64.b64encode(made.getvalue()).decode()}"
