// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.kernel;

import java.util.Collection;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * What this thread works on: each of its log lines carries the {@code tenant}, the {@code call} and the {@code dispatch} that
 * are known, so that an operator finds all lines of a call. Closing it brings back what was known before.
 */
public final class LogContext implements AutoCloseable {
    private static final String TENANT = "tenant";
    private static final String CALL = "call";
    private static final String DISPATCH = "dispatch";

    /** Also for what a client wrote into a path: nothing else gets into a line. */
    private static final Pattern CALL_ID = Pattern.compile("call_[0-9A-Za-z]{1,40}");

    private static final Pattern DISPATCH_ID = Pattern.compile("dsp_[0-9A-Za-z]{1,40}");

    private final @Nullable Map<String, String> before;

    private LogContext() {
        this.before = MDC.getCopyOfContextMap();
    }

    /** Work of which nothing is known yet. */
    public static LogContext open() {
        return new LogContext();
    }

    /** Work for that tenant. */
    public static LogContext of(TenantId tenant) {
        LogContext context = new LogContext();
        MDC.put(TENANT, tenant.value());
        return context;
    }

    /** Work for a call or dispatch of that tenant, by its id. */
    public static LogContext of(TenantId tenant, String id) {
        LogContext context = of(tenant);
        about(id);
        return context;
    }

    /** The work turns out to be about that call or dispatch, by its id; anything else is left out. */
    public static void about(@Nullable String id) {
        if (id == null) {
            return;
        }
        if (CALL_ID.matcher(id).matches()) {
            MDC.put(CALL, id);
        } else if (DISPATCH_ID.matcher(id).matches()) {
            MDC.put(DISPATCH, id);
        }
    }

    /** A request is about those of these texts that are ids of a call or dispatch. */
    public static void about(Collection<String> texts) {
        texts.forEach(LogContext::about);
    }

    /** A request is over: the thread's next one is about something else. */
    public static void clear() {
        MDC.clear();
    }

    @Override
    public void close() {
        if (before == null) {
            MDC.clear();
        } else {
            MDC.setContextMap(before);
        }
    }
}
