// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** The warnings and errors that are logged while it is open, by anybody: for isolated tests. */
final class LoggedFaults extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);

    LoggedFaults() {
        start();
        root.addAppender(this);
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
            String trace = event.getThrowableProxy() == null
                    ? ""
                    : " with the trace of " + event.getThrowableProxy().getClassName() + ": "
                            + event.getThrowableProxy().getMessage();
            lines.add(event.getLoggerName() + ": " + event.getFormattedMessage() + trace);
        }
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void close() {
        root.detachAppender(this);
    }
}
