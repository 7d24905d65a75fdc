"""Settings of the face service."""

from pathlib import Path

from pydantic import BaseModel, Field


class FaceSettings(BaseModel):
    keyring: Path | None = Field(None, description="Keyring file; default DATA_DIR/keys/face.json")
    purpose: str = Field("face_access", description="Purpose that the consent must be given for")
    max_templates: int = Field(5, ge=1, le=20, description="Templates kept per subject and pack")
    bystander_ratio: float = Field(
        0.5,
        gt=0,
        le=1,
        description="A further face this large, against the largest, spoils a photo",
    )
    bystander_margin: float = Field(
        0.2, ge=0, lt=0.5, description="Faces centred this near to the picture's edge do not count"
    )
    timeout: float = Field(3.0, gt=0, description="Seconds for a call to inference or resident")
    renew: bool = Field(
        True, description="After a change of pack, renew templates from recognised gate frames"
    )
