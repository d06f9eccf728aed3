"""Every line of a log says of which source, chunk and page it speaks."""

import logging

from flows.log_fields import log_fields


def test_fields_of_inner_blocks_join_those_of_the_outer_ones(caplog):
    logger = logging.getLogger("flows.anything")
    with caplog.at_level(logging.INFO, "flows.anything"), log_fields(source="demo"):
        logger.info("one")
        with log_fields(chunk=3):
            logger.info("two")
        logger.info("three")
    logger.warning("four")

    assert [record.fields for record in caplog.records] == [
        " source=demo",
        " source=demo chunk=3",
        " source=demo",
        "",
    ]
    assert [(record.source, record.chunk, record.url) for record in caplog.records][1] == ("demo", 3, None)
