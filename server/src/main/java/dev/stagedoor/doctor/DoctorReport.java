package dev.stagedoor.doctor;

import dev.stagedoor.doctor.CheckResult.Status;
import dev.stagedoor.json.Json;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** What {@code doctor} found, as lines for people or as one JSON object for programs. */
public record DoctorReport(boolean ok, List<CheckResult> checks) {
    private static final int OK = 0;
    private static final int CHECK_FAILED = 1;

    /** The report of these results. */
    public static DoctorReport of(List<CheckResult> checks) {
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

    /** 0, or 1 if a check failed. */
    public int exitCode() {
        return ok ? OK : CHECK_FAILED;
    }
}
