"""Tables of the template vault. No names here, and nothing of faces that did not match (R20)."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict
from sqlmodel import Field, SQLModel

from kit.tables import UtcDateTime, new_id, now


class Template(SQLModel, table=True):
    """`sealed` is the transformed embedding, encrypted; its key id leads the ciphertext."""

    id: str = Field(default_factory=new_id, primary_key=True)
    community_id: str = Field(index=True)
    subject_id: str = Field(index=True)
    consent_id: str
    pack: str
    transform_version: int
    sealed: bytes
    sharpness: float
    eye_distance: float
    create_time: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    expire_time: datetime = Field(sa_type=UtcDateTime, index=True)


class Transform(SQLModel, table=True):
    """Version of a community's transform; a higher one makes all former templates worthless."""

    community_id: str = Field(primary_key=True)
    version: int = 1


class ErasedSubject(SQLModel, table=True):
    """Last erasure of a subject, so that an enrolment under way cannot outlive it."""

    __tablename__ = "erased_subject"

    subject_id: str = Field(primary_key=True)
    erase_time: datetime = Field(sa_type=UtcDateTime)


class TemplateView(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: str
    community_id: str
    subject_id: str
    consent_id: str
    pack: str
    transform_version: int
    sharpness: float
    eye_distance: float
    create_time: datetime
    expire_time: datetime
