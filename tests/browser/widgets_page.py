"""Every kind of widget the screen is made of, labelled in Chinese: what is English on it is Streamlit's own."""

from __future__ import annotations

from datetime import date

import plotly.graph_objects as go
import streamlit as st

OPTIONS = [f"选项{number}" for number in range(30)]
ROWS = [
    {"名称": f"行{number}", "数量": number, "日期": date(2026, 1, 1), "是否": bool(number % 2)}
    for number in range(40)
]

st.set_page_config(layout="wide")


@st.dialog("对话框")
def ask() -> None:
    """Draw a dialog."""
    st.text("内容")


left, right = st.columns(2)
with left:
    st.text_input("必填文本", key="required", required=True, max_chars=40, help="说明")
    st.text_input("搜索框", key="search", type="search")
    st.text_area("长文本", key="long", max_chars=200)
    st.number_input("数字", key="number", min_value=1, max_value=9, value=None)
    st.date_input("日期", key="day", value=None)
    st.date_input("起止日期", key="range", value=(date(2026, 1, 1), date(2026, 2, 1)))
    st.selectbox("单选", OPTIONS, index=None, key="one")
    st.selectbox("可新增", OPTIONS, index=None, key="more", accept_new_options=True)
    st.multiselect("多选", OPTIONS, key="many", max_selections=2)
    st.radio("单选钮", OPTIONS[:2], key="radio")
    st.checkbox("勾选", key="check")
    st.toggle("开关", key="toggle")
    st.pills("标签", OPTIONS[:3], key="pills")
    st.segmented_control("分段", OPTIONS[:3], key="segment")
    st.menu_button("菜单", OPTIONS[:3], key="menu")
    st.pagination(20, key="pages")
    st.file_uploader("文件", type=["csv"], accept_multiple_files=True, key="files", max_upload_size=1)
    with st.form("form"):
        st.text_input("表单文本", key="inform", required=True)
        st.form_submit_button("提交")
with right:
    st.dataframe(ROWS, key="table", alt="表", selection_mode="multi-row", on_select="rerun", height=180)
    st.dataframe([], key="empty", alt="空表")
    st.data_editor(ROWS[:3], key="editor", alt="可编辑表", num_rows="dynamic")
    st.table([{"名称": "行", "数量": 1}])
    st.metric("指标", 3, 1, chart_data=[1, 2, 3], border=True, help="说明")
    st.plotly_chart(go.Figure(go.Scatter(x=[1, 2], y=[1, 2])), key="plotly", alt="图")
    st.echarts_chart(
        {"xAxis": {"data": ["甲"]}, "yAxis": {}, "series": [{"type": "bar", "data": [1]}]},
        key="echarts",
        alt="图",
    )
    st.mermaid_chart("graph LR; 甲-->乙", alt="图")
    with st.expander("展开", key="fold"):
        st.text("内容")
    with st.popover("弹出", key="pop"):
        st.text("内容")
    st.tabs([f"很长的标签页名称{number}" for number in range(20)])
    st.progress(0.4, text="进度")
    st.link_button("链接", "https://example.invalid/")
    st.code("x = 1")
    if st.button("打开对话框", key="ask"):
        ask()
    if st.button("提示", key="toast"):
        st.toast("已保存")
    if st.button("等待", key="wait"):
        import time

        time.sleep(3)
st.html('<span class="recital-marker" data-language="zh" data-person=""></span>')
