package dev.writelane.postgresql.cli;

import dev.writelane.postgresql.CopyProgress;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar with a rate for each step, on standard error. */
final class Bars implements CopyProgress, AutoCloseable {
    private @Nullable ProgressBar bar;

    @Override
    public void begin(Step step, String name, long total) {
        close();
        bar = new ProgressBarBuilder()
                .setTaskName((step.name().toLowerCase(Locale.ROOT) + " " + name).strip())
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .showSpeed()
                .build();
    }

    @Override
    public void done(long more) {
        if (bar != null) {
            bar.stepBy(more);
        }
    }

    @Override
    public void end() {
        close();
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
