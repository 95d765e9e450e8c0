"""The socket /api/live: commands in, frames out. What they are is in `messages`; what they do, in `app.live`."""

import asyncio
import time
from urllib.parse import parse_qsl

import anyio
from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from pydantic import ValidationError

from .. import words
from ..applications.base import MaterialError
from ..errors import Fault, InvalidRequest, Problem
from ..inference.answer import InferenceRequest, answer_with_run
from ..live import frame
from ..live.hub import Hub
from ..live.session import Act, Reader, Session
from ..live.work import TraceRequest
from ..trace import DEFAULT_PARTS, FIELDS
from ..trace.layer import Selection
from ..training.config import TaskTraining
from ..training.run import begin
from ..wire import messages as m
from ..wire.addresses import AnswerOptions, check_selection, read_inference, read_training
from ..wire.cost import bound_trace, bound_training
from ..wire.faults import fault_of
from .commands import apply_changes, check_belongs, message_faults
from .snapshots import run_of_snapshot, snapshot_message
from .uploads import Uploads

router = APIRouter(prefix="/api/live", tags=["live"])

WINDOW = 2
"""Frames that may be under way: what comes meanwhile goes into the next one, so a slow reader gets the newest."""
SNAPSHOT_SECONDS, SNAPSHOT_BYTES_PER_SECOND = 4.0, 100_000
"""A snapshot is sent at most so often, and a large one more rarely."""


GONE = (WebSocketDisconnect, RuntimeError, ConnectionError)
"""What a socket raises whose reader has gone; RuntimeError is Starlette's where one writes after that."""


class Conversation:
    """One reader's socket."""

    def __init__(self, socket: WebSocket, hub: Hub, uploads: Uploads) -> None:
        self.socket = socket
        self.uploads = uploads
        self.hub = hub
        self.language = words.negotiate(None, socket.headers.get("accept-language", ""))
        self.outbox: asyncio.Queue[m.Message] = asyncio.Queue()
        self.session: Session | None = None
        self.reader: Reader | None = None  # of that session, until another one takes it over
        self.number = self.acked = 0
        self.news = asyncio.Event()
        self.snapshot = (-1, 0.0)  # iteration and time of the last one that was sent

    # --- out --------------------------------------------------------------------------------------------------------

    def send(self, message: m.Message) -> None:
        """Send a message as soon as the socket is free."""
        self.outbox.put_nowait(message)
        self.news.set()

    def respond(self, problem: Problem) -> None:
        """Send what was wrong; the socket stays open."""
        self.send(m.ErrorMessage(error=problem.body(self.language).error))

    async def speak(self) -> None:
        """Send what there is: messages in their order, then the newest frame, then a snapshot that is due."""
        while True:
            while not self.outbox.empty():
                await self.socket.send_text(self.outbox.get_nowait().model_dump_json())
            session, reader = self.session, self.reader
            if not (session and reader and session.has_news(reader)) or self.number - self.acked >= WINDOW:
                await self.news.wait()
                self.news.clear()
                continue
            self.number += 1
            self.hub.frames += 1
            await self.socket.send_text(session.frame(self.number, reader))
            if self.snapshot_due(session):
                self.snapshot = (session.run.iteration, time.monotonic())
                await self.socket.send_text(snapshot_message(session.run).model_dump_json())

    def snapshot_due(self, session: Session) -> bool:
        """Whether the page should get the newest run to keep: now and then, and when it comes to rest."""
        iteration, then = self.snapshot
        if iteration == session.run.iteration:
            return False
        size = sum(value.nbytes for learner in session.run.models for value in learner.params.values()) * 3
        return not session.active or time.monotonic() - then > max(SNAPSHOT_SECONDS, size / SNAPSHOT_BYTES_PER_SECOND)

    # --- in ---------------------------------------------------------------------------------------------------------

    async def attend(self) -> None:
        """Wait for a place, then listen."""
        try:
            await self.hub.enter(lambda place: self.send(m.Queued(place=place)))
        except Problem as problem:
            message = m.ErrorMessage(error=problem.body(self.language).error)
            await self.socket.send_text(message.model_dump_json())
            await self.socket.close(1013)  # try again later
            return
        try:
            await self.listen()
        finally:
            self.hub.leave()

    async def listen(self) -> None:
        """Do what the page says, until it goes."""
        while True:
            text = await self.socket.receive_text()
            try:
                await self.hear(m.COMMAND.validate_json(text))
            except ValidationError as error:
                self.respond(InvalidRequest(*message_faults(error)))
            except Problem as problem:
                self.respond(problem)

    async def hear(self, command: m.Command) -> None:
        """Do what one message says."""
        if isinstance(command, m.Ack):
            self.acked = max(self.acked, min(command.number, self.number))
            self.news.set()
        elif isinstance(command, m.Start):
            await self.start(command)
        elif isinstance(command, m.Attach):
            self.language = words.negotiate(command.lang, self.language)
            await self.take(self.hub.find(command.run), command.have)
        elif self.session is None:
            raise InvalidRequest(Fault("type", command.type, "not_started"))
        elif isinstance(command, m.Stop):
            self.hub.close(self.session)
            self.session = self.reader = None
        else:
            await self.session.do(self.act_of(command), self.respond)

    async def start(self, command: m.Start) -> None:
        """Begin a run, or bring one back."""
        self.language = words.negotiate(command.lang, self.language)
        config = read_training(parse_qsl(command.query, keep_blank_values=True))
        snapshot, material = command.snapshot, self.uploads.find(config.upload)
        await anyio.to_thread.run_sync(bound_training, config, material)
        if snapshot is None:
            run = await anyio.to_thread.run_sync(begin, config, material)
        else:
            run = await anyio.to_thread.run_sync(run_of_snapshot, config, snapshot, material)
        session = self.hub.open(run)
        session.play(playing=command.play)
        await self.take(session, min(command.have, run.iteration))

    async def take(self, session: Session, have: int) -> None:
        """Watch this session from now on; one that comes from another goes on looking at the same parts."""
        wanted = self.session.watch.wanted if self.session else None
        goes_on = self.session is not None
        self.leave()
        message = await anyio.to_thread.run_sync(
            frame.started_message, session.token, session.run.problem, session.run.iteration, self.hub.keep_seconds
        )
        reader = Reader(self.respond, self.news, have)
        self.hub.attach(session, reader)
        if goes_on:
            session.subscribe(wanted, None)
        self.session, self.reader = session, reader
        self.send(message)

    def leave(self) -> None:
        """Watch no session."""
        if self.session and self.reader and self.session.reader is self.reader:
            self.session.detach()
        self.session = self.reader = None

    def act_of(self, command: m.Command) -> Act:
        """What a command does to the session, between two slices."""
        match command:
            case m.Play() | m.Pause():
                playing = isinstance(command, m.Play)
                return lambda session: session.play(playing=playing)
            case m.Step(iterations=count):
                return lambda session: session.step(count)
            case m.Visible(visible=visible):
                return lambda session: session.see(visible=visible)
            case m.Speed(per_second=per_second):
                return lambda session: session.limit(per_second)
            case m.ChangeSettings(changes=changes):
                return lambda session: session.change(apply_changes(session.run, changes))
            case m.LookAt():
                return self.subscription(command)
            case m.Rewind() | m.Branch():
                return self.go_back(command)
        raise AssertionError(command)

    def subscription(self, command: m.LookAt) -> Act:
        """Which parts of the trace to send."""
        fields = tuple(name for name in FIELDS if name in command.fields)
        allowed = ", ".join(FIELDS)
        wrong = [Fault("fields", name, "not_a_choice", allowed) for name in command.fields if name not in FIELDS]
        if wrong:
            raise InvalidRequest(*wrong)

        selection = Selection(command.sample, command.unit)
        if command.play is not None and command.fields:
            return self.inference_subscription(command, command.play, fields, selection)

        def act(session: Session) -> None:
            config = session.run.config
            if isinstance(config, TaskTraining):
                check_selection(config, selection)
                options = AnswerOptions(fields=fields or DEFAULT_PARTS, encoding="display", sample=command.sample)
                for config_of_model in config.effective(0):
                    bound_trace(config_of_model.run_config(), options)
            session.subscribe(TraceRequest(fields, selection) if fields else None, command.iteration)

        return act

    def inference_subscription(
        self, command: m.LookAt, query: str, fields: tuple[str, ...], selection: Selection
    ) -> Act:
        """What of an application's run the frames should carry; run once now, so that a fault is answered."""
        request, options = read_inference(parse_qsl(query, keep_blank_values=True))
        options = options.model_copy(update={"fields": fields, "encoding": "display", "unit": command.unit})

        async def act(session: Session) -> None:
            config = session.run.config
            check_belongs(request, config)
            same = request.material == config.upload
            material = session.run.material if same else self.uploads.find(request.material)
            inference = InferenceRequest(request, options, material, self.uploads.find(request.input_upload))
            try:
                await anyio.to_thread.run_sync(answer_with_run, inference, session.run)
            except MaterialError as error:
                raise InvalidRequest(fault_of(error)) from None
            session.subscribe(TraceRequest(fields, selection, inference=inference), command.iteration)

        return act

    def go_back(self, command: m.Rewind | m.Branch) -> Act:
        """Go back, change, go on: in the same session, or in a new one that shares the past."""

        async def act(session: Session) -> None:
            run = await session.back_to(command.iteration)
            config = apply_changes(run, command.changes)
            if isinstance(command, m.Rewind):
                session.go_back(run)
                session.change(config)
                session.play(playing=True)
                return
            session.play(playing=False)
            twin = self.hub.open(run, session.record.branched(run))
            twin.change(config)
            twin.play(playing=True)
            await self.take(twin, run.iteration)

        return act


@router.websocket("")
async def live(socket: WebSocket) -> None:
    """One reader: wait for a place, then talk until one of the two goes."""
    hub: Hub = socket.app.state.hub
    await socket.accept()
    conversation = Conversation(socket, hub, socket.app.state.uploads)
    tasks = [asyncio.create_task(conversation.speak()), asyncio.create_task(conversation.attend())]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        ended = await asyncio.gather(*tasks, return_exceptions=True)
        conversation.leave()
    for error in ended:
        if isinstance(error, Exception) and not isinstance(error, GONE):
            raise error
