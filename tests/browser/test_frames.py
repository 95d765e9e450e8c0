"""The page in a frame that has no origin of its own: it works where the server lets it, and says why where not."""

from __future__ import annotations

from playwright.sync_api import expect


def framed(lab, query: str):
    """A course page with the page in a frame with a sandbox."""
    source = f"{lab.server.url}/?{query}"
    html = f'<iframe sandbox="allow-scripts" src="{source}" width="1200" height="700"></iframe>'
    address = f"{lab.server.url}/course.html"
    lab.page.route(address, lambda route: route.fulfill(content_type="text/html", body=html))
    lab.page.goto(address)
    return lab.page.frame_locator("iframe")


def test_a_frame_without_an_origin_says_why_nothing_comes(lab):
    lab.expect("CORS|ERR_FAILED")
    frame = framed(lab, "mode=apps&app=sentiment&lang=en")
    expect(frame.locator("#notice")).to_contain_text("allow-same-origin")


def test_a_frame_without_an_origin_works_where_the_server_lets_it(open_lab, open_server):
    server = open_server(cors_origins="null")
    frame = framed(open_lab(server=server), "mode=apps&app=sentiment&lang=en")
    expect(frame.locator(".token").first).to_be_visible()
    frame.locator("#play-text").fill("so bad")
    expect(frame.locator(".token")).to_have_count(2)
    expect(frame.locator("#notice")).to_be_empty()
