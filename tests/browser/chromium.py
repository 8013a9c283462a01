"""Drives Debian's Chromium over its debugging pipe (file descriptors 3 and 4, messages of JSON ended by a NUL): nothing to install besides it.

Knows pages, widths and what a page does while it loads. Refuses to know what a good page is."""
import base64, json, os, select, subprocess, tempfile, time

OPTIONS = ["--headless=new", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
           "--disable-component-update", "--disable-sync", "--disable-extensions", "--no-first-run", "--no-default-browser-check", "--mute-audio",
           "--hide-scrollbars", "--host-resolver-rules=MAP * ~NOTFOUND"]


class Chromium:
    def __init__(self):
        self.profile = tempfile.TemporaryDirectory(prefix="chromium-", ignore_cleanup_errors=True)
        (their_in, self.out), (self.into, their_out) = os.pipe(), os.pipe()
        # the shell puts the two pipes where Chromium looks for them
        self.process = subprocess.Popen(
            ["/bin/sh", "-c", f'exec "$@" 3<&{their_in} 4>&{their_out}', "sh", os.environ.get("CHROMIUM", "/usr/bin/chromium"), *OPTIONS,
             "--user-data-dir=" + self.profile.name, "about:blank"],
            pass_fds=(their_in, their_out), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(their_in)
        os.close(their_out)
        self.rest, self.last, self.events = b"", 0, []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.call("Browser.close")
            self.process.wait(10)
        except (RuntimeError, OSError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()
        os.close(self.into)
        os.close(self.out)
        self.profile.cleanup()

    def message(self, until):
        """The next message, or RuntimeError when none comes in time."""
        while b"\0" not in self.rest:
            ready = select.select([self.into], [], [], max(0, until - time.monotonic()))[0]
            block = os.read(self.into, 1 << 20) if ready else b""
            if not block:
                raise RuntimeError("Chromium says nothing" if not ready else "Chromium has ended")
            self.rest += block
        text, _, self.rest = self.rest.partition(b"\0")
        return json.loads(text)

    def call(self, method, session=None, seconds=30, **params):
        """Calls and returns the result; what happens meanwhile is kept in events."""
        self.last += 1
        ask = {"id": self.last, "method": method, "params": params, **({"sessionId": session} if session else {})}
        data = json.dumps(ask).encode() + b"\0"
        while data:
            data = data[os.write(self.out, data):]
        until = time.monotonic() + seconds
        while (m := self.message(until)).get("id") != self.last:
            self.events.append(m)
        if "error" in m:
            raise RuntimeError(f"{method}: {m['error']['message']}")
        return m["result"]

    def wait(self, method, seconds=30):
        """Waits for an event that has not been seen yet."""
        until = time.monotonic() + seconds
        while not any(e.get("method") == method for e in self.events):
            self.events.append(self.message(until))

    def open(self, url, width):
        """Opens a page in a tab of its own; returns its session. What it says and asks for is in said()."""
        self.events = []
        self.target = self.call("Target.createTarget", url="about:blank")["targetId"]
        session = self.call("Target.attachToTarget", targetId=self.target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(domain + ".enable", session)
        self.events = []
        self.size(session, width)
        error = self.call("Page.navigate", session, url=url).get("errorText")
        if error:
            raise RuntimeError(error)
        self.wait("Page.loadEventFired")
        return session

    def close(self):
        self.call("Target.closeTarget", targetId=self.target)

    def size(self, session, width):
        self.call("Emulation.setDeviceMetricsOverride", session, width=width, height=900, deviceScaleFactor=1, mobile=False)

    def evaluate(self, session, script):
        answer = self.call("Runtime.evaluate", session, expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"]["exception"]["description"])
        return answer["result"].get("value")

    def said(self):
        """What the page logged, threw, asked for and could not load, as (kind, text)."""
        asked = {}
        for e in self.events:
            p, method = e.get("params", {}), e.get("method")
            if method == "Runtime.consoleAPICalled":
                yield "console", " ".join(str(a.get("value", a.get("description"))) for a in p["args"])
            elif method == "Runtime.exceptionThrown":
                yield "error", p["exceptionDetails"]["text"]
            elif method == "Log.entryAdded":
                yield "console", p["entry"]["text"]
            elif method == "Network.requestWillBeSent":
                asked[p["requestId"]] = p["request"]["url"]
                yield "request", p["request"]["url"]
            elif method == "Network.loadingFailed":
                yield "failed", asked.get(p["requestId"], "?") + " " + p["errorText"]

    def picture(self, session, path, width, media="", scheme="light"):
        self.call("Emulation.setEmulatedMedia", session, media=media, features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.size(session, width)
        box = self.call("Page.getLayoutMetrics", session)["cssContentSize"]
        shot = self.call("Page.captureScreenshot", session, captureBeyondViewport=True,
                         clip={"x": 0, "y": 0, "width": max(width, box["width"]), "height": min(box["height"], 16000), "scale": 1})
        with open(path, "wb") as f:
            f.write(base64.b64decode(shot["data"]))
