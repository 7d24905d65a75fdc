"""The calls of the service that a worker answers: their messages, and their tags on a pipe."""

from anju.inference.v1 import inference_pb2 as pb
from kit.errors import AnjuError

Request = pb.AnalyzeFacesRequest | pb.ReadPlatesRequest | pb.DetectObjectsRequest
Response = pb.AnalyzeFacesResponse | pb.ReadPlatesResponse | pb.DetectObjectsResponse
Outcome = Response | AnjuError

CALLS: dict[bytes, tuple[type[Request], type[Response]]] = {
    b"F": (pb.AnalyzeFacesRequest, pb.AnalyzeFacesResponse),
    b"P": (pb.ReadPlatesRequest, pb.ReadPlatesResponse),
    b"O": (pb.DetectObjectsRequest, pb.DetectObjectsResponse),
}
TAGS = {request: tag for tag, (request, _) in CALLS.items()}
