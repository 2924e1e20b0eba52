"""The frame around every page: the main script of the screen, run before each page."""

import streamlit as st

from governance import bootstrap
from governance.ui import (
    banners,
    context,
    door,
    feedback,
    marker,
    refusal,
    run_log,
    state,
    styles,
    topbar,
)  # fmt: skip
from governance.ui.assets import FAVICON_PICTURE, MARK_PICTURE, WORDMARK_PICTURE
from governance.ui.navigation import entry_of, pages
from governance.ui.words import t

st.set_page_config(page_icon=FAVICON_PICTURE, layout="wide")
state.start()
door.enter()
register = bootstrap.opened()
topbar.settle(register)
now = context.refresh()

st.logo(WORDMARK_PICTURE[now.language], size="large", icon_image=MARK_PICTURE)
styles.apply(dark=now.dark)
page = st.navigation(pages(now.opens), expanded=True)
st.set_page_config(page_title=f"{page.title} · {t('app.name')}")
topbar.follow_search()
topbar.show(register)
banners.show(now)
feedback.show_notice()
entry = entry_of(page)
if now.opens(entry.name):
    refusal.forget()
    with run_log.logged(entry.name, now.actor):
        page.run()
else:
    refusal.show(now, entry)
marker.draw()
