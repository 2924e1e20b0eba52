"""The pages of the register: lists, records, editing, history, search, import and export."""
