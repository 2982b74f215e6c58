"""The web server."""

import uvicorn

from samaan.config import Config

# A page that is being made when the server ends gets so long.
GRACE_SECONDS = 8


def run(config: Config, *, host: str, port: int, processes: int) -> None:
    """Serve until a signal says stop; nothing about a request is written anywhere."""
    uvicorn.run(
        "samaan.asgi:application",
        host=host,
        port=port,
        workers=processes,
        access_log=False,
        log_config=None,
        log_level="warning",
        server_header=False,
        http="h11",
        ws="none",
        loop="asyncio",
        lifespan="on",
        proxy_headers=bool(config.trusted_proxies),
        forwarded_allow_ips=list(config.trusted_proxies),
        timeout_keep_alive=30,
        timeout_graceful_shutdown=GRACE_SECONDS,
        h11_max_incomplete_event_size=32 * 1024,
    )
