"""Development tools: vendoring, type checks of the page, the browser of the tests. Nothing here is needed to run."""
