"""Objects in a bucket of any server that speaks the S3 API."""

import asyncio
import functools
import io
import logging
import math
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TypeVar
from urllib.parse import urlparse

import urllib3
from minio import Minio
from minio.commonconfig import ENABLED, Filter
from minio.deleteobjects import DeleteObject
from minio.error import MinioException, S3Error
from minio.lifecycleconfig import (
    AbortIncompleteMultipartUpload,
    Expiration,
    LifecycleConfig,
    NoncurrentVersionExpiration,
    Rule,
)
from minio.sse import SseS3
from urllib3.exceptions import HTTPError

from kit.breaker import Breaker
from kit.config import FilesSettings
from kit.errors import NotFound, Unavailable
from kit.files import checked

log = logging.getLogger("kit.s3")
R = TypeVar("R")
TRIES = 3
FIRST_DELAY = 0.1  # seconds; doubles with each try, times a random part
THREADS = 8
MISSING = frozenset({"NoSuchKey", "NoSuchBucket", "NotFound"})


# What servers say to calls that they do not have.
UNKNOWN = frozenset({"NotImplemented", "MethodNotAllowed", "MalformedXML"})


class S3Files:
    """The same verbs as `FolderFiles`. The client's calls block, so they run in threads."""

    def __init__(self, settings: FilesSettings) -> None:
        parsed = urlparse(settings.url)
        self._bucket = parsed.path.strip("/")
        if not self._bucket or "/" in self._bucket:
            raise ValueError("ANJU_FILES__URL names the server and one bucket: https://host/bucket")
        self._link_ttl = timedelta(seconds=settings.link_ttl)
        self._sse = SseS3() if settings.encryption else None
        self._region = settings.region
        self._versioned = False
        self._breaker = Breaker("files")
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="s3")
        self._client = Minio(
            parsed.netloc,
            access_key=settings.access_key.get_secret_value(),
            secret_key=settings.secret_key.get_secret_value(),
            secure=parsed.scheme == "https",
            region=settings.region,  # given, no call is spent on asking for it
            http_client=urllib3.PoolManager(
                timeout=urllib3.Timeout(settings.timeout), maxsize=THREADS, retries=False
            ),
        )

    async def open(self) -> None:
        """Makes the bucket where it lacks. A server that does not answer keeps nobody from
        starting; one that refuses does: raises RuntimeError."""
        try:
            await self._call(self._make_bucket)
            self._versioned = await self._call(self._is_versioned)
        except Unavailable as error:
            if error.reason == "FILES_REFUSED":
                raise RuntimeError(
                    f"the file store refuses the bucket {self._bucket} "
                    f"({error.metadata['code']}): see ANJU_FILES__ACCESS_KEY"
                ) from None
            log.error("the file store does not answer; snapshots are lost meanwhile")

    def _make_bucket(self) -> None:
        if self._client.bucket_exists(self._bucket):
            return
        try:
            self._client.make_bucket(self._bucket, self._region)
        except S3Error:
            # Processes that start together all make it; one is first.
            if not self._client.bucket_exists(self._bucket):
                raise

    def _is_versioned(self) -> bool:
        try:
            status = self._client.get_bucket_versioning(self._bucket).status
        except S3Error as error:
            if error.code in UNKNOWN:
                return False
            raise
        return status in {"Enabled", "Suspended"}

    async def keep_for(self, prefix: str, days: float) -> None:
        """Asks the server to delete what is under the prefix after so many days, should nobody
        else do it, and whatever parts and former versions are left of it. A server that has no
        lifecycle is left to `purge`."""
        rule = _rule(f"{checked(prefix)}/", days)
        try:
            await self._call(functools.partial(self._set_rule, rule))
        except Unavailable as error:
            log.warning("the file store has no lifecycle", extra={"reason": error.reason})

    def _set_rule(self, rule: Rule) -> None:
        """Rules of others in the bucket stay as they are."""
        found = self._client.get_bucket_lifecycle(self._bucket)
        others = [each for each in found.rules if each.rule_id != rule.rule_id] if found else []
        self._client.set_bucket_lifecycle(self._bucket, LifecycleConfig([*others, rule]))

    async def put(self, key: str, content: bytes) -> None:
        """Raises Unavailable when the store cannot take it."""
        name = checked(key)
        await self._call(
            lambda: self._client.put_object(
                self._bucket, name, io.BytesIO(content), len(content), sse=self._sse
            )
        )

    async def get(self, key: str) -> bytes:
        return await self._call(functools.partial(self._get, checked(key)))

    def _get(self, name: str) -> bytes:
        response = self._client.get_object(self._bucket, name)
        try:
            content: bytes = response.read()
            return content
        finally:
            response.close()
            response.release_conn()

    async def delete(self, key: str) -> None:
        """Idempotent. In a versioned bucket every version goes: a delete marker would keep what
        a person has had erased (R28). Raises Unavailable where an object lock forbids it."""
        await self._call(functools.partial(self._delete, checked(key)))

    def _delete(self, name: str) -> None:
        if not self._versioned:
            self._client.remove_object(self._bucket, name)
            return
        for each in self._client.list_objects(self._bucket, name, include_version=True):
            if each.object_name == name:
                self._client.remove_object(self._bucket, name, version_id=each.version_id)

    async def purge(self, prefix: str, max_age: float) -> int:
        """Deletes objects under the prefix older than `max_age` seconds by the server's clock;
        returns how many. A store that is down is asked again the next time."""
        before = datetime.now(UTC) - timedelta(seconds=max_age)
        try:
            return await self._call(functools.partial(self._purge, f"{checked(prefix)}/", before))
        except Unavailable as error:
            log.error("old files are not deleted yet", extra={"reason": error.reason})
            return 0

    def _purge(self, prefix: str, before: datetime) -> int:
        old = [
            DeleteObject(str(each.object_name), each.version_id)
            for each in self._client.list_objects(
                self._bucket, prefix, recursive=True, include_version=self._versioned
            )
            if each.last_modified and each.last_modified < before
        ]
        kept = list(self._client.remove_objects(self._bucket, old))
        return len(old) - len(kept)

    async def link(self, key: str) -> str:
        """An address that gives the object to whoever has it, for `link_ttl` seconds."""
        name = checked(key)
        return self._client.presigned_get_object(self._bucket, name, self._link_ttl)

    async def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _call(self, work: Callable[[], R]) -> R:
        loop = asyncio.get_running_loop()
        for attempt in range(TRIES):
            self._breaker.check()
            try:
                result = await loop.run_in_executor(self._threads, work)
            except (MinioException, HTTPError, OSError) as error:
                self._judge(error)
            else:
                self._breaker.succeeded()
                return result
            await asyncio.sleep(FIRST_DELAY * 2**attempt * random.random())  # noqa: S311
        raise self._breaker.refusal()

    def _judge(self, error: Exception) -> None:
        """Returns for what may pass by itself; raises for an answer that stays the same."""
        if isinstance(error, S3Error) and (
            (error.response.status or 0) < 500 or error.code in UNKNOWN
        ):
            self._breaker.succeeded()
            if error.code in MISSING:
                raise NotFound("FILE_NOT_FOUND", "no such file") from None
            level = logging.WARNING if error.code in UNKNOWN else logging.ERROR
            log.log(level, "the file store refuses", extra={"code": error.code})
            raise Unavailable(
                "FILES_REFUSED", "the file store refuses the call", code=error.code
            ) from None
        log.warning("the file store does not answer", extra={"kind": type(error).__name__})
        self._breaker.failed()


def _rule(prefix: str, days: float) -> Rule:
    return Rule(
        ENABLED,
        rule_filter=Filter(prefix=prefix),
        rule_id=f"anju {prefix}",
        expiration=Expiration(days=max(1, math.ceil(days))),
        noncurrent_version_expiration=NoncurrentVersionExpiration(noncurrent_days=1),
        abort_incomplete_multipart_upload=AbortIncompleteMultipartUpload(days_after_initiation=1),
    )
