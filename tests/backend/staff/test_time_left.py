"""How long a session lasts, asked by the page that warns before it ends."""

from backend.staff.access import IDLE

ADDRESS = "/staff/account/time-left"


def ask(browser):
    return browser.client.get(ADDRESS, headers={"Accept": "application/json"})


def stay(browser):
    return browser.client.post(ADDRESS, headers={"X-CSRFToken": browser.token("/staff/account")})


def test_asking_does_not_make_the_session_last_longer(signed_in, clock):
    signed_in.open("/staff/")
    clock.pass_time(minutes=50)
    ask(signed_in)
    clock.pass_time(minutes=5)

    left = ask(signed_in).get_json()
    assert (left["seconds"], left["longer"]) == (300, True)
    clock.pass_time(minutes=6)
    assert ask(signed_in).status_code in (302, 401)


def test_staying_starts_the_hour_again(signed_in, clock):
    signed_in.open("/staff/")
    clock.pass_time(minutes=58)

    assert stay(signed_in).get_json()["seconds"] == IDLE.total_seconds()


def test_staying_needs_the_forms_token(signed_in):
    assert signed_in.client.post(ADDRESS).status_code == 400


def test_near_the_end_of_a_day_at_work_it_says_that_staying_is_over(signed_in, clock):
    for _ in range(13):
        clock.pass_time(minutes=55)
        signed_in.open("/staff/")

    left = ask(signed_in).get_json()

    assert (left["seconds"], left["longer"]) == (300, False)


def test_every_page_of_the_console_carries_the_warning(signed_in):
    page = signed_in.open("/staff/")

    assert 'data-time-out="/staff/account/time-left"' in page.text
    signed_in.sign_out()
    assert "data-time-out=" not in signed_in.open("/staff/sign-in").text
