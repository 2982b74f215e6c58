"""OpenID Connect as the library speaks it, with the ID token always verified."""

from typing import Any

import jwt
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter

# Signatures of the provider's private key alone; "none" and shared secrets are no proof.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
LEEWAY_SECONDS = 30
NEEDED = ["iss", "sub", "aud", "exp", "iat"]


class StrictOpenID(OpenIDConnectOAuth2Adapter):
    """The library trusts a token that came straight from the provider; here its signature counts as well."""

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        issuer = app.settings["server_url"].rstrip("/")
        try:
            if self.openid_config["issuer"].rstrip("/") != issuer:
                raise OAuth2Error("another issuer")
            key = jwt.PyJWKClient(self.openid_config["jwks_uri"], timeout=5).get_signing_key_from_jwt(id_token)
            return jwt.decode(
                id_token,
                key,
                algorithms=ALGORITHMS,
                audience=app.client_id,
                issuer=self.openid_config["issuer"],
                leeway=LEEWAY_SECONDS,
                options={"require": NEEDED},
            )
        except (jwt.PyJWTError, KeyError) as wrong:
            raise OAuth2Error("the ID token is not genuine") from wrong

    def complete_login(self, request: Any, app: SocialApp, token: Any, **kwargs: Any) -> Any:
        if not kwargs["response"].get("id_token"):
            raise OAuth2Error("there is no ID token")
        return super().complete_login(request, app, token, **kwargs)
