package dev.writelane.quarkus.runtime.jta;

import com.arjuna.ats.internal.jta.transaction.arjunacore.TransactionManagerImple;
import jakarta.transaction.InvalidTransactionException;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transaction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Narayana's transaction manager that remembers which transactions the calling code runs inside of though they are suspended: those
 * that the same thread will resume before it returns from where it is.
 *
 * <pre>
 * &#64;Transactional outer()                       T1 holds the write lane
 *     &#64;Transactional(REQUIRES_NEW) inner()       suspend(T1), begin T2: inside of T1; a write would wait for itself
 * Uni hops from thread A to thread B             A: suspend(T1), B: resume(T1): A is free of it, and never inside
 * </pre>
 *
 * JTA does not tell the two apart, so it is asked who suspends. Anybody else is taken for a hop: a wait for itself then ends at
 * acquire-timeout, but nothing is refused wrongly.
 */
public final class SuspendedTransactions extends TransactionManagerImple {
    /** Whoever suspends here resumes in a finally block of the same call. */
    private static final Set<String> NESTING = Set.of(
            "io.quarkus.narayana.jta.runtime.interceptor.TransactionalInterceptorRequiresNew",
            "io.quarkus.narayana.jta.runtime.interceptor.TransactionalInterceptorNotSupported",
            "io.quarkus.narayana.jta.QuarkusTransactionImpl",
            "org.hibernate.resource.transaction.backend.jta.internal.JtaIsolationDelegate");

    /** Passes the call on. */
    private static final String NOTIFIER = "io.quarkus.narayana.jta.runtime.NotifyingTransactionManager";

    private static final StackWalker STACK = StackWalker.getInstance();
    private static final ThreadLocal<@Nullable Deque<Transaction>> OF_THREAD = new ThreadLocal<>();

    @Override
    public @Nullable Transaction suspend() throws SystemException {
        Transaction transaction = super.suspend();
        if (transaction != null && callerNests()) {
            Deque<Transaction> suspended = OF_THREAD.get();
            if (suspended == null) {
                suspended = new ArrayDeque<>();
                OF_THREAD.set(suspended);
            }
            suspended.push(transaction);
        }
        return transaction;
    }

    @Override
    public void resume(@Nullable Transaction transaction) throws InvalidTransactionException, SystemException {
        try {
            super.resume(transaction);
        } finally {
            forget(transaction);
        }
    }

    private static void forget(@Nullable Transaction transaction) {
        Deque<Transaction> suspended = OF_THREAD.get();
        if (suspended != null) {
            suspended.remove(transaction);
            if (suspended.isEmpty()) {
                OF_THREAD.remove();
            }
        }
    }

    private static boolean callerNests() {
        return STACK.walk(frames -> frames.map(StackWalker.StackFrame::getClassName)
                .filter(name -> !name.equals(SuspendedTransactions.class.getName()) && !name.equals(NOTIFIER))
                .findFirst()
                .filter(NESTING::contains)
                .isPresent());
    }

    /** The suspended transactions around the calling code, innermost first. */
    static List<Transaction> aroundCaller() {
        Deque<Transaction> suspended = OF_THREAD.get();
        return suspended == null ? List.of() : new ArrayList<>(suspended);
    }
}
