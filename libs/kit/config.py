"""Settings of the process: flags, then `ANJU_…` variables, then a TOML file, then defaults.

Each module has its own settings class, nested here under the module's name by
`services.modules.Settings`. The word `embedded` as a URL means "inside this process" and is
allowed for the target `all` alone.
"""

from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, Field, model_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

EMBEDDED = "embedded"
ALL = "all"


class DatabaseSettings(BaseModel):
    url: str = Field(EMBEDDED, description="`embedded`, or sqlite:///DIR (one file per service)")
    busy_timeout: float = Field(10.0, gt=0, description="Seconds a writer waits for another")
    synchronous: str = Field(
        "FULL", pattern="^(NORMAL|FULL)$", description="SQLite: FULL survives a power cut"
    )


class BusSettings(BaseModel):
    url: str = Field(EMBEDDED, description="`embedded`, or nats://host:port")
    port: int = Field(
        4222, ge=0, le=65535, description="Embedded server's port; 0 picks a free one"
    )
    max_age: int = Field(7 * 86400, gt=0, description="Seconds that events stay in the stream")
    max_bytes: int = Field(2 * 2**30, gt=0, description="Bytes that the stream may use on disk")
    duplicate_window: int = Field(
        600, gt=0, description="Seconds in which a repeated event id is dropped by the stream"
    )
    max_deliver: int = Field(8, gt=0, description="Deliveries before an event is a dead letter")
    sync: str = Field(
        "1s", description="Embedded server's sync_interval to disk: `always` or a duration"
    )


class FilesSettings(BaseModel):
    url: str = Field(EMBEDDED, description="`embedded`, or file:///DIR")


class ServerSettings(BaseModel):
    host: str = Field("127.0.0.1", description="Address that both servers listen on")
    grpc_port: int = Field(9090, ge=0, le=65535, description="0 picks a free port")
    http_port: int = Field(8080, ge=0, le=65535, description="0 picks a free port")
    max_message: int = Field(34 * 2**20, gt=0, description="Largest gRPC message, bytes")
    max_body: int = Field(64 * 2**20, gt=0, description="Largest HTTP request body, bytes")
    max_calls: int = Field(1024, gt=0, description="gRPC calls at once; more are refused")
    drain: float = Field(0.0, ge=0, description="Seconds between not-ready and stop")
    grace: float = Field(10.0, ge=0, description="Seconds that calls under way may take to end")


class AuthSettings(BaseModel):
    issuer: str = Field("anju", description="`iss` that tokens must carry")
    audience: str = Field("anju", description="`aud` that tokens must carry")
    device_token_ttl: int = Field(900, ge=60, le=86400, description="Seconds")
    admin_token_ttl: int = Field(30 * 86400, ge=60, description="Seconds; for the first token")


class TelemetrySettings(BaseModel):
    otlp_endpoint: str = Field("", description="OTLP/HTTP base URL; empty exports nothing")
    log_level: str = Field(
        "INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$", description="Least level that is logged"
    )


def _split(value: Any) -> Any:
    return [part.strip() for part in value.split(",")] if isinstance(value, str) else value


class KitSettings(BaseSettings):
    """Root of all settings; `services.modules.Settings` adds one field per module."""

    model_config = SettingsConfigDict(
        env_prefix="ANJU_", env_nested_delimiter="__", extra="forbid", toml_file="anju.toml"
    )

    target: Annotated[list[str], NoDecode, BeforeValidator(_split)] = Field(
        default=[ALL], description="Modules to run, comma separated"
    )
    data_dir: Path = Field(
        default_factory=lambda: Path.home() / ".anju", description="Where embedded parts keep data"
    )
    channels: dict[str, str] = Field(
        default_factory=dict, description="Service name → gRPC address, for services elsewhere"
    )
    database: DatabaseSettings = DatabaseSettings()
    bus: BusSettings = BusSettings()
    files: FilesSettings = FilesSettings()
    server: ServerSettings = ServerSettings()
    auth: AuthSettings = AuthSettings()
    telemetry: TelemetrySettings = TelemetrySettings()

    @model_validator(mode="after")
    def _embedded_only_for_all(self) -> Self:
        if self.target == [ALL]:
            return self
        for name in ("database", "bus", "files"):
            if getattr(self, name).url == EMBEDDED:
                raise ValueError(
                    f"target {','.join(self.target)} cannot use the embedded {name}: "
                    f"set ANJU_{name.upper()}__URL, or run --target {ALL}"
                )
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)
