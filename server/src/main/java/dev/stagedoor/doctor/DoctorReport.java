// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.doctor;

import dev.stagedoor.doctor.CheckResult.Status;
import dev.stagedoor.json.Json;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** The results of {@code doctor}, as lines for people or one JSON object for programs. */
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

    /** Messages of drivers and programs may contain line breaks. */
    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", "; ");
    }

    /** 0, or 1 if a check failed. */
    public int exitCode() {
        return ok ? OK : CHECK_FAILED;
    }
}
