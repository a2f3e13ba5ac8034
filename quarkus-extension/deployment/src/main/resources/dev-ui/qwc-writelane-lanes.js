import { LitElement, html, css, nothing } from 'lit';
import { JsonRpc } from 'jsonrpc';

const EVERY_MILLIS = 1000;

/** Who holds which lane since when, who waits, the write-ahead log, and what has been counted: asked for each second. */
export class QwcWritelaneLanes extends LitElement {
    jsonRpc = new JsonRpc(this);

    static properties = {
        _databases: { state: true },
        _error: { state: true },
        _showFree: { state: true }
    };

    static styles = css`
        :host { display: block; padding: 0 16px 24px; overflow: auto; height: 100%; box-sizing: border-box; }
        h3 { margin: 16px 0 2px; }
        h4 { margin: 16px 0 4px; }
        .place { color: var(--lumo-secondary-text-color); font-size: var(--lumo-font-size-s); }
        table { border-collapse: collapse; font-size: var(--lumo-font-size-s); }
        th { text-align: left; font-weight: 600; color: var(--lumo-secondary-text-color); }
        th, td { padding: 3px 24px 3px 0; border-bottom: 1px solid var(--lumo-contrast-10pct); white-space: nowrap; }
        td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
        tr.held td { font-weight: 600; color: var(--lumo-primary-text-color); }
        tr.free td { color: var(--lumo-secondary-text-color); }
        .side-by-side { display: flex; flex-wrap: wrap; gap: 0 48px; align-items: flex-start; }
        .alarm { color: var(--lumo-error-text-color); font-weight: 600; }
        label { font-size: var(--lumo-font-size-s); color: var(--lumo-secondary-text-color); }
        pre { margin: 0; font-size: var(--lumo-font-size-xs); white-space: pre-wrap; }
    `;

    constructor() {
        super();
        this._databases = null;
        this._error = null;
        this._showFree = false;
    }

    connectedCallback() {
        super.connectedCallback();
        this._ask();
        this._timer = setInterval(() => this._ask(), EVERY_MILLIS);
    }

    disconnectedCallback() {
        clearInterval(this._timer);
        super.disconnectedCallback();
    }

    _ask() {
        this.jsonRpc.databases()
            .then(answer => { this._databases = answer.result; this._error = null; })
            .catch(error => { this._error = error?.error?.message ?? 'The application does not answer.'; });
    }

    render() {
        if (this._error) {
            return html`<p class="alarm">${this._error}</p>`;
        }
        if (this._databases === null) {
            return html`<p>Asking…</p>`;
        }
        if (this._databases.length === 0) {
            return html`<p>No SQLite datasource is active. Set quarkus.datasource.db-kind to sqlite, and quarkus.datasource.jdbc.url.</p>`;
        }
        return this._databases.map(database => this._database(database));
    }

    _database(database) {
        return html`
            <h3>${database.name}</h3>
            <div class="place">${database.file} · ${database.policy} · SQLite ${database.version} · open since ${this._time(database.openedAt)}</div>
            ${database.fileLost ? html`<p class="alarm">${database.fileLost}</p>` : nothing}
            <div class="side-by-side">
                <div>${this._lanes(database.lanes)}</div>
                <div>${database.queues.map(queue => this._queue(queue))}</div>
            </div>
            <div class="side-by-side">
                <div>${this._figures('Counters', database.counters)}</div>
                <div>
                    ${this._figures('Write-ahead log', this._wal(database.wal))}
                    ${this._figures('Jobs waiting', database.jobs)}
                    ${this._candidates(database.readOnlyCandidates)}
                </div>
                <div>${this._figures('Settings', database.settings)}</div>
            </div>`;
    }

    _lanes(lanes) {
        const free = lanes.filter(lane => !lane.holder).length;
        const shown = lanes.filter(lane => lane.holder || lane.name === 'write' || this._showFree);
        return html`
            <h4>Lanes</h4>
            <table>
                <tr><th>lane</th><th>holder</th><th>taken by thread</th><th>since</th><th class="number">held</th></tr>
                ${shown.map(lane => html`
                    <tr class="${lane.holder ? 'held' : 'free'}" title="${lane.obtainedAt ?? ''}">
                        <td>${lane.name}</td>
                        <td>${lane.holder ?? 'free'}</td>
                        <td>${lane.thread ?? ''}</td>
                        <td>${this._time(lane.since)}</td>
                        <td class="number">${lane.holder ? this._millis(lane.heldMillis) : ''}</td>
                    </tr>`)}
            </table>
            <label><input type="checkbox" .checked="${this._showFree}"
                @change="${event => { this._showFree = event.target.checked; }}"> all (${free} of ${lanes.length} free)</label>`;
    }

    _queue(queue) {
        return html`
            <h4>Waiting to ${queue.lane}: ${queue.waiting}</h4>
            ${queue.waiting === 0 ? nothing : html`
                <table>
                    <tr><th>connection</th><th>thread</th><th class="number">for</th></tr>
                    ${queue.first.map(waiter => html`
                        <tr><td>${waiter.holder}</td><td>${waiter.thread}</td>
                            <td class="number">${this._millis(waiter.waitedMillis)}</td></tr>`)}
                </table>`}`;
    }

    _wal(wal) {
        return {
            size: (wal.bytes / 1024 / 1024).toFixed(1) + ' MiB',
            checkpoints: wal.checkpoints,
            'last checkpoint': wal.lastCheckpointAt
                ? this._time(wal.lastCheckpointAt) + ', ' + this._millis(wal.lastCheckpointMillis) : 'none yet',
            'kept from its beginning by': wal.pinnedBy ?? 'nobody'
        };
    }

    _candidates(places) {
        return Object.keys(places).length === 0 ? nothing : html`
            <h4>Held the write lane and wrote nothing: mark them read-only</h4>
            ${Object.entries(places).map(([place, times]) => html`<pre>${times} × ${place}</pre>`)}`;
    }

    _figures(title, figures) {
        return html`
            <h4>${title}</h4>
            <table>${Object.entries(figures).map(([name, value]) => html`
                <tr><td>${name.replace(/([A-Z])/g, ' $1').toLowerCase()}</td>
                    <td class="number">${typeof value === 'number' ? value.toLocaleString() : value}</td></tr>`)}
            </table>`;
    }

    _time(instant) {
        return instant ? new Date(instant).toLocaleTimeString() : '';
    }

    _millis(millis) {
        return millis < 10000 ? millis.toLocaleString() + ' ms' : (millis / 1000).toFixed(1) + ' s';
    }
}

customElements.define('qwc-writelane-lanes', QwcWritelaneLanes);
