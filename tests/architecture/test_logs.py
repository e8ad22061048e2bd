import json
import logging

import structlog
from django.conf import settings


def test_every_line_of_the_log_is_json_with_its_request_id(capsys):
    formatter = settings.LOGGING["formatters"]["json"]
    handler = logging.StreamHandler()
    handler.setFormatter(formatter["()"](**{key: value for key, value in formatter.items() if key != "()"}))
    logger = logging.getLogger("tests.logs")
    logger.addHandler(handler)

    with structlog.contextvars.bound_contextvars(request_id="r-1"):
        logger.error("something\nbroke")

    logger.removeHandler(handler)
    line = json.loads(capsys.readouterr().err)
    assert (line["event"], line["request_id"], line["level"]) == ("something\nbroke", "r-1", "error")


def test_a_defect_in_a_view_reaches_the_log():
    assert settings.LOGGING["loggers"]["django.request"]["handlers"] == ["stderr"]
