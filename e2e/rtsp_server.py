"""`/usr/bin/python3 rtsp_server.py PORT FOLDER` serves RTSP on loopback, run by Debian's Python.

GStreamer's RTSP server, from Debian: the library that many cameras and recorders are built on, it
refuses logins as they do, and it serves pictures that we made (no packaged alternative could be
found that is a server, checks passwords and comes from a registry that a build reaches).
`/film` loops FOLDER/%03d.jpg, four a second; `/large` is 3840×2160; login guard, secret.
"""

import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer  # noqa: E402

Gst.init(None)
port, folder = sys.argv[1:3]
server = GstRtspServer.RTSPServer()
server.set_address("127.0.0.1")
server.set_service(port)
auth = GstRtspServer.RTSPAuth()
token = GstRtspServer.RTSPToken()
token.set_string("media.factory.role", "user")
auth.add_basic(GstRtspServer.RTSPAuth.make_basic("guard", "secret"), token)
server.set_auth(auth)
rights = GstRtspServer.RTSPPermissions()
rights.add_permission_for_role("user", "media.factory.access", True)
rights.add_permission_for_role("user", "media.factory.construct", True)
FILM = (
    f"multifilesrc location={folder}/%03d.jpg loop=true start-index=0 "
    'caps="image/jpeg,framerate=4/1" '
    "! jpegdec ! identity sync=true ! jpegenc "
    "! rtpjpegpay name=pay0 pt=26"
)
LARGE = (
    "videotestsrc is-live=true ! video/x-raw,width=3840,height=2160,framerate=1/1 "
    "! vp8enc deadline=1 cpu-used=16 ! rtpvp8pay name=pay0 pt=96"
)
for path, launch in (("/film", FILM), ("/large", LARGE)):
    factory = GstRtspServer.RTSPMediaFactory()
    factory.set_launch(f"( {launch} )")
    factory.set_shared(True)
    factory.set_permissions(rights)
    server.get_mount_points().add_factory(path, factory)
server.attach(None)
print("ready", flush=True)
GLib.MainLoop().run()
