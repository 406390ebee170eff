package dev.stagedoor.app;

import dev.stagedoor.app.CheckResult.Status;
import dev.stagedoor.http.Json;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** What {@code doctor} found, as lines for people or as one JSON object for programs. */
record DoctorReport(boolean ok, List<CheckResult> checks) {
    private static final int OK = 0;
    private static final int CHECK_FAILED = 1;

    static DoctorReport of(List<CheckResult> checks) {
        return new DoctorReport(checks.stream().noneMatch(check -> check.status() == Status.FAILED), checks);
    }

    void print(PrintWriter out, boolean json) {
        if (json) {
            out.println(Json.text(this));
        } else {
            checks.forEach(check -> out.println(line(check)));
        }
        out.flush();
    }

    private static String line(CheckResult check) {
        String remedy = check.remedy() == null ? "" : "; " + check.remedy();
        String status = check.status().name().toLowerCase(Locale.ROOT);
        return "%-6s  %s  (%s%s)".formatted(status, check.what(), oneLine(check.why()), oneLine(remedy));
    }

    /** What a driver or a program said may have lines of its own. */
    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", "; ");
    }

    int exitCode() {
        return ok ? OK : CHECK_FAILED;
    }
}
