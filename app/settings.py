"""Every setting and every limit, with its reason. Settings are read from the environment: UNROLL_PORT=9000, …"""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Limits(BaseSettings):
    """What a request may ask for. They bound the work before it is done, so that one reader cannot stop a class."""

    model_config = SettingsConfigDict(env_prefix="UNROLL_LIMIT_", frozen=True)

    steps: int = Field(
        500, description="Longest sequence, T. A chart of 500 steps is the most that a projector resolves."
    )
    units: int = Field(128, ge=1, description="Most units, H. Larger layers show nothing new and cost H² per step.")
    batch: int = Field(64, ge=1, description="Most sequences in a batch, B.")
    values: int = Field(500, ge=2, description="Most numbers in the reader's own sequence.")
    value: float = Field(1e6, description="Largest magnitude of such a number.")
    input_scale: float = Field(10.0, description="Largest factor on the inputs.")
    multiplications: float = Field(
        6e8,
        description="Most multiplications in a forward pass of all cells; with the way back about two seconds.",
    )
    float16_cost: float = Field(
        30.0,
        description="How much more a float16 multiplication costs: no BLAS has it, NumPy's own loop does the work.",
    )
    answer_bytes: int = Field(32_000_000, description="Largest answer, before compression.")
    message_bytes: int = Field(
        16_000_000, description="Longest message to a live run; the longest brings a run with four large models back."
    )
    query_bytes: int = Field(16_384, description="Longest query string: 500 numbers of 20 characters, and some more.")
    models: int = Field(4, ge=1, description="Most models that train side by side.")
    minibatch: int = Field(128, ge=1, description="Most sequences in a training batch.")
    iterations: int = Field(20_000, ge=1, description="Longest training run. Its curves take 12 bytes each and model.")
    changes: int = Field(200, ge=1, description="Most changes during a run; each is a mark on the time axis.")
    iteration_multiplications: float = Field(
        6e8, description="Most multiplications of one forward pass of all models in training: about two seconds."
    )
    text: int = Field(400, ge=1, description="Longest sentence that a reader may type for an application.")
    material_bytes: int = Field(
        2_500_000, ge=1, description="Largest text, table or sound that a reader may upload; each application has less."
    )
    materials_bytes: int = Field(64_000_000, ge=1, description="Memory for uploads; the oldest is forgotten first.")
    check_entries: int = Field(12, ge=1, description="How many entries of a parameter the finite differences look at.")

    @property
    def most_numbers(self) -> int:
        """Most numbers that a reader may type: they are one more than the steps that they make."""
        return min(self.values, self.steps + 1)


class Settings(BaseSettings):
    """How the server runs."""

    model_config = SettingsConfigDict(env_prefix="UNROLL_", frozen=True)

    host: str = Field("127.0.0.1", description="Address to listen on; 0.0.0.0 in the Docker image.")
    port: int = Field(8000, ge=0, le=65535, description="Port to listen on.")
    root_path: str = Field("", description="URL prefix under which a proxy serves the app, e.g. /unroll.")
    bundle: bool = Field(
        True,
        description="Serve the scripts as the set-up has bundled them, where it has; false: each by itself, to look "
        "for a fault in one.",
    )
    tls_cert: str = Field(
        "",
        description="File with the certificate (PEM) to serve https with: browsers lend a microphone to no other page.",
    )
    tls_key: str = Field("", description="File with the key of that certificate (PEM, without a password).")
    public_url: str = Field(
        "",
        description="Where students reach the page, https://course.example/unroll, where that is not this machine's "
        "own address: it is printed at the start, with its QR code.",
    )
    workers: int = Field(
        1,
        description="Only 1: one web process holds uploads, live runs and answers, and computes in others.",
    )
    log_requests: bool = Field(
        False, description="Log each request as a line of JSON: its id, route, status and time; never what it asks."
    )
    frame_ancestors: str = Field(
        "*",
        description="Who may embed the page in a frame (CSP frame-ancestors). The page holds no secret and no login.",
    )
    cors_origins: str = Field(
        "",
        description="Whose scripts may read the API from a page of another origin (CORS), separated by blanks: "
        "https://course.example, null for a frame with a sandbox, * for everybody. Empty: nobody.",
    )
    cache_bytes: int = Field(
        64_000_000, description="Memory for finished answers: a class that opens one link computes it once."
    )
    cache_seconds: int = Field(
        600, description="How long a browser or a proxy may keep an answer without asking again."
    )
    computing: int = Field(
        0,
        ge=0,
        le=256,
        description="Processes that compute answers, of some 90 MB each; 0: as many as there are cores, at least two, "
        "so that a long request does not hold up the short ones.",
    )
    queue: int = Field(400, ge=1, description="Requests that may wait for a process; more are asked to come back.")
    processes: int = Field(
        0,
        ge=0,
        le=256,
        description="Processes that train; 0: as many as there are cores. They give way to those that compute answers.",
    )
    live_runs: int = Field(64, ge=1, description="Live runs with a reader; more readers wait in a queue.")
    live_queue: int = Field(200, ge=1, description="Readers that may wait for a live run; more are asked to come back.")
    keep_seconds: int = Field(
        900, ge=1, description="How long a live run is kept when its reader has gone. Later the page brings it back."
    )
    stop_seconds: int = Field(3, description="How long open connections get when the server is asked to stop.")


LIMITS = Limits()
