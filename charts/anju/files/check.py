"""Asks each target whether it is ready, over HTTP and gRPC; `helm test` runs it.

Arguments: name=http-address=grpc-address. CHECK_TLS names the
folder of certificates where services speak TLS.
"""

import json
import os
import sys
import urllib.request
from pathlib import Path

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc


def ready(address: str) -> bool:
    with urllib.request.urlopen(f"http://{address}/readyz", timeout=10) as answer:
        return bool(json.load(answer)["ready"])


def channel(address: str) -> grpc.Channel:
    folder = os.environ.get("CHECK_TLS")
    if not folder:
        return grpc.insecure_channel(address)
    ca, key, chain = (Path(folder, name).read_bytes() for name in ("ca.crt", "tls.key", "tls.crt"))
    return grpc.secure_channel(address, grpc.ssl_channel_credentials(ca, key, chain))


def serves(address: str) -> bool:
    with channel(address) as opened:
        check = health_pb2_grpc.HealthStub(opened).Check
        answer = check(health_pb2.HealthCheckRequest(), timeout=10, wait_for_ready=True)
    return bool(answer.status == health_pb2.HealthCheckResponse.SERVING)


def main(targets: list[str]) -> int:
    failed = 0
    for target in targets:
        name, http, rpc = target.split("=")
        try:
            good = ready(http) and serves(rpc)
        except (OSError, grpc.RpcError) as error:
            print(f"{name}: {type(error).__name__}")
            good = False
        print(f"{name}: {'ready' if good else 'NOT READY'}")
        failed += not good
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
