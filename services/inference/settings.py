"""Settings of the module. Imports nothing heavy: the slim image reads them too."""

import os
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Field

from services.inference.packs import default_folder

_LFW = "on the 133 LFW photos of ../shared/data/faces"

RuntimeName = Literal["auto", "openvino", "onnxruntime"]
Precision = Literal["auto", "f32"]


class ImageLimits(BaseModel):
    max_bytes: int = Field(
        8 * 2**20, gt=0, description="Largest picture file in bytes [P]: holds any phone's photo"
    )
    max_pixels: int = Field(
        40_000_000, gt=0, description="Most pixels of a picture [P]: 120 MB when decoded"
    )


class QualityLimits(BaseModel):
    """Limits for enrolment; all are settings, because no source that was read fixes them."""

    eye_distance: float = Field(
        35.0,
        ge=0,
        description="Least pixels between the eyes. 35 is what the aligned face needs (less is "
        "enlarged); GB/T 35678-2017 is said to ask 60 for enrolment (R85 [M?], unverified). "
        f"Measured 30 to 50, median 44, {_LFW}, all of 250×250",
    )
    sharpness: float = Field(
        20.0,
        ge=0,
        description=f"Least variance of the Laplacian [P]: the least that matched is 25 {_LFW}",
    )
    turn: float = Field(
        40.0,
        gt=0,
        le=90,
        description=f"Most degrees of yaw, pitch or roll [P]: 95 % are within 33, the first "
        f"photos of the 40 persons within 36 {_LFW}",
    )
    darkest: float = Field(
        45.0, ge=0, le=255, description=f"Least mean grey level [P]: the darkest is 53 {_LFW}"
    )
    brightest: float = Field(
        210.0, ge=0, le=255, description=f"Most mean grey level [P]: the brightest is 174 {_LFW}"
    )


class PlateLimits(BaseModel):
    sure: float = Field(
        0.98,
        ge=0,
        le=1,
        description="Confidence of the fast plate reader from which the accurate one is not asked",
    )


class InferenceSettings(BaseModel):
    models_dir: Path = Field(
        default_factory=default_folder,
        description="Folder of the model files; default ANJU_MODELS_DIR or ~/.cache/anju/models",
    )
    manifest: Path | None = Field(
        None, description="TOML file of further packs, in the form of packs.toml"
    )
    runtime: RuntimeName = Field(
        "auto", description="`auto`: ONNX Runtime if it sees a GPU, else OpenVINO if installed"
    )
    precision: Precision = Field(
        "auto",
        description="`auto`: what the CPU does fastest, bfloat16 with AMX (2.7 times as fast for "
        "embeddings; cosine to f32 at least 0.999, same decisions); `f32` everywhere",
    )
    workers: int = Field(
        default_factory=lambda: os.cpu_count() or 1,
        ge=1,
        le=256,
        description="Pictures analysed at once, one thread each; default one per CPU",
    )
    processes: bool = Field(
        True,
        description="Whether each worker is a process of its own (CPU) or a thread of this one: "
        "set false on a GPU, where threads share batches and the model's memory",
    )
    queue_size: int = Field(64, ge=1, description="Requests that may wait; more are refused")
    max_batch: int = Field(
        1, ge=1, le=64, description="Requests a worker takes at once; more than 1 helps only GPUs"
    )
    image: ImageLimits = ImageLimits()
    quality: QualityLimits = QualityLimits()
    plates: PlateLimits = PlateLimits()
