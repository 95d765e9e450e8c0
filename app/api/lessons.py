"""GET /api/lessons: the lessons that ship, and one of them as data."""

from fastapi import APIRouter, Response
from pydantic import Field

from ..errors import NotFound
from ..lessons import lessons
from ..lessons.lesson import Lesson, Words
from ..wire.catalogue import Record

router = APIRouter(prefix="/api", tags=["lessons"])


class LessonEntry(Record):
    """A lesson as the list shows it."""

    name: str = Field(description="as in `lesson=`")
    title: Words
    about: Words
    minutes: int = Field(description="how long it takes")
    stops: int = Field(description="how many stops it has")
    asks: list[Words] = Field(description="its questions, in their order")


class Lessons(Record):
    """The lessons that ship."""

    lessons: list[LessonEntry]


def entry(name: str, lesson: Lesson) -> LessonEntry:
    """What the list shows of a lesson."""
    return LessonEntry(
        name=name,
        title=lesson.title,
        about=lesson.about,
        minutes=lesson.minutes,
        stops=len(lesson.stops),
        asks=[stop.predict.question for stop in lesson.stops if stop.predict],
    )


@router.get("/lessons", summary="The lessons that ship")
async def get_lessons(response: Response) -> Lessons:
    """What each asks, how many stops it has and how long it takes."""
    response.headers["Cache-Control"] = "no-cache"
    return Lessons(lessons=[entry(name, lesson) for name, lesson in lessons().items()])


@router.get("/lessons/{name}", summary="A lesson", response_model_exclude_unset=True)
async def get_lesson(name: str, response: Response) -> Lesson:
    """Its stops with their addresses, words and questions, as its file has them."""
    lesson = lessons().get(name)
    if lesson is None:
        raise NotFound
    response.headers["Cache-Control"] = "no-cache"
    return lesson
