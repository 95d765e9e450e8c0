"""The page comes up and shows something: the first thing that must hold."""

from __future__ import annotations


def test_the_page_comes_up_with_a_sentence_a_network_and_a_chart(lab):
    page = lab.open()
    assert "Unroll" in page.title()
    assert page.locator("#sentence").inner_text().strip()
    assert page.locator("#network svg, #network canvas").count()
    assert page.locator("#view-panel .main-svg").count()


def test_nothing_is_fetched_from_another_host_and_nothing_is_written_to_the_console(lab):
    page = lab.open()
    page.wait_for_load_state("networkidle")
    assert lab.unexpected() == []
