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
        "protocol": "odk_default",
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
    qrcode.make(text, image_factory=SvgPathImage, box_size=12, border=3).save(made)
    return f"data:image/svg+xml;base64,{base64.b64encode(made.getvalue()).decode()}"
