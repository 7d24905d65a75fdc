"""The calls of the service that a worker answers: their messages, and their tags on a pipe."""

from anju.inference.v1 import inference_pb2 as pb
from kit.errors import AnjuError

Request = pb.AnalyzeFacesRequest | pb.ReadPlatesRequest
Response = pb.AnalyzeFacesResponse | pb.ReadPlatesResponse
Outcome = Response | AnjuError

CALLS: dict[bytes, tuple[type[Request], type[Response]]] = {
    b"F": (pb.AnalyzeFacesRequest, pb.AnalyzeFacesResponse),
    b"P": (pb.ReadPlatesRequest, pb.ReadPlatesResponse),
}
TAGS = {request: tag for tag, (request, _) in CALLS.items()}
