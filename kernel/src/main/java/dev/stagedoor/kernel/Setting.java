package dev.stagedoor.kernel;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A component of a configuration record: what it is for, what it is unless it is set, and its bounds. It stands here
 * because the record stands beside its user, on whatever floor that is; {@code config} reads it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
    /** What it is for, one line for the operator. */
    String value();

    /** What it is when it is not set, as it would be written in the file. Without one it must be set. */
    String initial() default REQUIRED;

    /** The least number, or the least duration in milliseconds, or the least size in bytes. */
    long min() default 0;

    /** The greatest number, duration in milliseconds, or size in bytes. */
    long max() default Long.MAX_VALUE;

    /** The {@link #initial} of a setting without one. */
    String REQUIRED = "\u0000";
}
