"""The frame around every page: the main script of the screen, run before each page."""

import streamlit as st

from governance import bootstrap
from governance.ui import banners, context, feedback, marker, run_log, state, styles, topbar
from governance.ui.assets import FAVICON, MARK, WORDMARK
from governance.ui.navigation import pages
from governance.ui.words import t

st.set_page_config(page_icon=FAVICON, layout="wide")
state.start()
register = bootstrap.opened()
topbar.settle(register)
now = context.refresh()

st.logo(WORDMARK[now.language], size="large", icon_image=MARK)
styles.apply(dark=now.dark)
page = st.navigation(pages(), expanded=True)
st.set_page_config(page_title=f"{page.title} · {t('app.name')}")
topbar.follow_search()
topbar.show(register)
banners.show(now)
feedback.show_notice()
with run_log.logged(page.url_path or "", now.actor):
    page.run()
marker.draw()
