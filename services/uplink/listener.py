"""The second listener: GA/T 1400 on a port of its own, over HTTP or HTTPS."""

from kit.config import ServerSettings
from kit.server import HttpServer
from services.uplink.settings import UplinkSettings
from services.uplink.viid.server import Server


def listener(app: Server, settings: UplinkSettings, server: ServerSettings) -> HttpServer:
    """Not started. Raises ValueError for a certificate without its key."""
    chain, key = settings.certificate, settings.private_key
    if bool(chain) != bool(key):
        raise ValueError("uplink: certificate and private_key come together")
    own = server.model_copy(update={"http_port": settings.port})
    files = (chain, key) if chain and key else None
    # Half of a session is the address that it comes from: no header may say it.
    return HttpServer(app, own, "ANJU_UPLINK__PORT", files, proxied=False)
