"""Running a model: one small interface, OpenVINO on CPUs and ONNX Runtime on GPUs behind it."""

import importlib.util
from queue import SimpleQueue
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from kit.errors import Unavailable
from services.inference.packs import Preprocessing
from services.inference.settings import Precision, RuntimeName

Pictures = npt.NDArray[np.uint8]  # (b, height, width, 3), BGR
Floats = npt.NDArray[np.float32]


class Model(Protocol):
    """A loaded model; any number of threads may call it at once."""

    width: int
    height: int

    def __call__(self, pictures: Pictures) -> list[Floats]:
        """Outputs in the order of the graph, their first dimension that of `pictures`."""
        ...


class Runtime(Protocol):
    name: str

    def load(self, content: bytes, spec: Preprocessing, weights: bytes = b"") -> Model: ...


def choose(name: RuntimeName, callers: int, precision: Precision = "auto") -> Runtime:
    """`callers` is how many threads will call a model at once; more would wait."""
    if name == "auto":
        name = "onnxruntime" if _gpu_providers() or not _installed("openvino") else "openvino"
    if not _installed(name) or not _installed("cv2"):
        raise Unavailable(
            "RUNTIME_MISSING",
            f"{name} or OpenCV is not installed",
            remedy="use the vision image, or run: pip install 'anju[vision]'",
        )
    return OpenVino(callers, precision) if name == "openvino" else OnnxRuntime()


def _installed(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


def _gpu_providers() -> list[str]:
    if not _installed("onnxruntime"):
        return []
    import onnxruntime

    wanted = ("TensorrtExecutionProvider", "CUDAExecutionProvider")
    return [name for name in wanted if name in onnxruntime.get_available_providers()]


class OpenVino:
    """One compiled copy of a model per caller, of one thread each.

    Two callers do 1.9 times the work of one that way, but only 1.5 times with one copy of two
    streams, because the streams of several models get in each other's way.
    """

    name = "openvino"

    def __init__(self, callers: int, precision: Precision = "auto") -> None:
        import openvino

        self._ov, self._callers = openvino, callers
        self._core = openvino.Core()
        self._config: dict[str, Any] = {
            "INFERENCE_NUM_THREADS": 1,
            "NUM_STREAMS": 1,
            "ENABLE_CPU_PINNING": False,  # other processes share the cores
        }
        if precision != "auto":
            self._config["INFERENCE_PRECISION_HINT"] = precision

    def load(self, content: bytes, spec: Preprocessing, weights: bytes = b"") -> Model:
        graph = self._core.read_model(content, weights)
        sides = (spec.height, spec.width)
        graph.reshape([1, 3, *sides] if spec.layout == "NCHW" else [1, *sides, 3])
        fused = self._fuse(graph, spec)
        copies = [
            self._core.compile_model(fused, "CPU", self._config) for _ in range(self._callers)
        ]
        return _OpenVinoModel(copies, spec)

    def _fuse(self, graph: Any, spec: Preprocessing) -> Any:
        """Conversion from bytes becomes part of the graph: no Python, no copy, no time."""
        from openvino.preprocess import ColorFormat, PrePostProcessor

        processor = PrePostProcessor(graph)
        tensor = processor.input().tensor()
        tensor.set_element_type(self._ov.Type.u8).set_layout(self._ov.Layout("NHWC"))
        tensor.set_color_format(ColorFormat.BGR)
        processor.input().model().set_layout(self._ov.Layout(spec.layout))
        steps = processor.input().preprocess().convert_element_type(self._ov.Type.f32)
        if spec.color == "RGB":
            steps.convert_color(ColorFormat.RGB)
        steps.mean([mean / spec.scale for mean in spec.mean])
        steps.scale([std / spec.scale for std in spec.std])
        return processor.build()


class _OpenVinoModel:
    def __init__(self, copies: list[Any], spec: Preprocessing) -> None:
        self.width, self.height = spec.width, spec.height
        self._outputs = range(len(copies[0].outputs))
        self._idle: SimpleQueue[Any] = SimpleQueue()
        for copy in copies:
            self._idle.put(copy.create_infer_request())

    def __call__(self, pictures: Pictures) -> list[Floats]:
        if len(pictures) == 1:
            return self._infer(pictures)
        # One by one: on a CPU a batch costs as much as its parts, measured for 1 to 16.
        runs = [self._infer(picture[None]) for picture in pictures]
        return [np.concatenate(outs) for outs in zip(*runs, strict=True)]

    def _infer(self, picture: Pictures) -> list[Floats]:
        request = self._idle.get()
        try:
            request.infer([picture], share_inputs=True)
            return [request.get_output_tensor(i).data.copy() for i in self._outputs]
        finally:
            self._idle.put(request)


class OnnxRuntime:
    """TensorRT or CUDA where present, else the CPU."""

    name = "onnxruntime"

    def __init__(self) -> None:
        import onnxruntime

        self._ort = onnxruntime
        self._providers = [*_gpu_providers(), "CPUExecutionProvider"]

    def load(self, content: bytes, spec: Preprocessing, weights: bytes = b"") -> Model:
        if weights:
            raise ValueError("a graph with its weights beside it is OpenVINO's own form")
        options = self._ort.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        return _OnnxModel(self._ort.InferenceSession(content, options, self._providers), spec)


class _OnnxModel:
    def __init__(self, session: Any, spec: Preprocessing) -> None:
        shape = session.get_inputs()[0].shape
        self._any_batch = not isinstance(shape[0], int)
        rows, columns = shape[2:4] if spec.layout == "NCHW" else shape[1:3]
        # A graph of fixed size runs at its own size; letterboxing copes with any.
        self.height = rows if isinstance(rows, int) else spec.height
        self.width = columns if isinstance(columns, int) else spec.width
        self._session = session
        self._input = session.get_inputs()[0].name
        self._planar = spec.layout == "NCHW"
        self._swap = spec.color == "RGB"
        self._factor: Floats = np.divide(spec.scale, spec.std, dtype=np.float32)
        self._offset: Floats = np.divide(spec.mean, spec.std, dtype=np.float32)

    def __call__(self, pictures: Pictures) -> list[Floats]:
        values = self._prepare(pictures)
        if self._any_batch or len(values) == 1:
            return self._run(values)
        runs = [self._run(value[None]) for value in values]
        return [np.concatenate(outs) for outs in zip(*runs, strict=True)]

    def _run(self, values: Floats) -> list[Floats]:
        outputs: list[Floats] = self._session.run(None, {self._input: values})
        return outputs

    def _prepare(self, pictures: Pictures) -> Floats:
        channels = pictures[..., ::-1] if self._swap else pictures
        values: Floats = channels * self._factor - self._offset
        return np.ascontiguousarray(values.transpose(0, 3, 1, 2)) if self._planar else values
