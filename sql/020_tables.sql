-- The tables of the data contract, parents before children.
--
-- Text that is a key in some table, and the invoice number, is told apart byte by byte (BIN2): `a1` and `A1` are two
-- stock codes to the cleaning, and so they are here, whatever the database's own collation says. The checks state
-- what the cleaning and the analytics guarantee under every configuration.

IF OBJECT_ID(N'[mart].[etl_run]', N'U') IS NULL
CREATE TABLE [mart].[etl_run] (
    [run_id]          nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [run_number]      bigint NOT NULL,
    [run_at]          datetime2(6) NULL,
    [source]          nvarchar(4000) NOT NULL,
    [source_hash]     nvarchar(64) NOT NULL,
    [rows_in]         bigint NOT NULL,
    [rows_kept]       bigint NOT NULL,
    [rows_rejected]   bigint NOT NULL,
    [amount_in]       decimal(19,4) NOT NULL,
    [amount_kept]     decimal(19,4) NOT NULL,
    [amount_rejected] decimal(19,4) NOT NULL,
    [invoices]        bigint NOT NULL,
    [customers]       bigint NOT NULL,
    [products]        bigint NOT NULL,
    [first_invoice]   datetime2(6) NULL,
    [last_invoice]    datetime2(6) NULL,
    [reference_date]  date NULL,
    CONSTRAINT [pk_etl_run] PRIMARY KEY CLUSTERED ([run_id]),
    CONSTRAINT [ck_etl_run_number] CHECK ([run_number] >= 1),
    CONSTRAINT [ck_etl_run_rows] CHECK (
        [rows_kept] >= 0
        AND [rows_rejected] >= 0
        AND [rows_in] = [rows_kept] + [rows_rejected]
    ),
    CONSTRAINT [ck_etl_run_amounts] CHECK ([amount_in] = [amount_kept] + [amount_rejected])
);
GO

IF OBJECT_ID(N'[mart].[etl_reject]', N'U') IS NULL
CREATE TABLE [mart].[etl_reject] (
    [sales_line_id] bigint NOT NULL,
    [run_id]        nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [source_file]   nvarchar(400) NOT NULL,
    [source_line]   bigint NOT NULL,
    [reason]        nvarchar(50) NOT NULL,
    [detail]        nvarchar(1000) NULL,
    [invoice_no]    nvarchar(400) COLLATE Latin1_General_100_BIN2 NULL,
    [invoice_date]  datetime2(6) NULL,
    [customer_id]   nvarchar(400) COLLATE Latin1_General_100_BIN2 NULL,
    [stock_code]    nvarchar(400) COLLATE Latin1_General_100_BIN2 NULL,
    [quantity]      bigint NULL,
    [unit_price]    decimal(19,4) NULL,
    [amount]        decimal(19,4) NULL,
    CONSTRAINT [pk_etl_reject] PRIMARY KEY CLUSTERED ([sales_line_id]),
    CONSTRAINT [fk_etl_reject_run_id] FOREIGN KEY ([run_id])
        REFERENCES [mart].[etl_run] ([run_id]),
    CONSTRAINT [ck_etl_reject_source_line] CHECK ([source_line] >= 1)
);
GO

IF OBJECT_ID(N'[mart].[dim_region]', N'U') IS NULL
CREATE TABLE [mart].[dim_region] (
    [region] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT [pk_dim_region] PRIMARY KEY CLUSTERED ([region])
);
GO

IF OBJECT_ID(N'[mart].[region_manager]', N'U') IS NULL
CREATE TABLE [mart].[region_manager] (
    [region]  nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [manager] nvarchar(256) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT [pk_region_manager] PRIMARY KEY CLUSTERED ([region], [manager]),
    CONSTRAINT [fk_region_manager_region] FOREIGN KEY ([region])
        REFERENCES [mart].[dim_region] ([region])
);
GO

IF OBJECT_ID(N'[mart].[dim_date]', N'U') IS NULL
CREATE TABLE [mart].[dim_date] (
    [date_key]     date NOT NULL,
    [year]         bigint NOT NULL,
    [quarter]      bigint NOT NULL,
    [quarter_name] nvarchar(10) NOT NULL,
    [year_quarter] bigint NOT NULL,
    [month]        bigint NOT NULL,
    [month_name]   nvarchar(20) NOT NULL,
    [month_year]   nvarchar(20) NOT NULL,
    [year_month]   bigint NOT NULL,
    [month_start]  date NOT NULL,
    [day_of_month] bigint NOT NULL,
    [day_of_week]  bigint NOT NULL,
    [weekday_name] nvarchar(20) NOT NULL,
    [iso_year]     bigint NOT NULL,
    [iso_week]     bigint NOT NULL,
    [is_weekend]   bit NOT NULL,
    [is_covered]   bit NOT NULL,
    CONSTRAINT [pk_dim_date] PRIMARY KEY CLUSTERED ([date_key]),
    CONSTRAINT [ck_dim_date_quarter] CHECK ([quarter] BETWEEN 1 AND 4),
    CONSTRAINT [ck_dim_date_month] CHECK ([month] BETWEEN 1 AND 12),
    CONSTRAINT [ck_dim_date_month_start] CHECK (DAY([month_start]) = 1),
    CONSTRAINT [ck_dim_date_day_of_month] CHECK ([day_of_month] BETWEEN 1 AND 31),
    CONSTRAINT [ck_dim_date_day_of_week] CHECK ([day_of_week] BETWEEN 1 AND 7),
    CONSTRAINT [ck_dim_date_iso_week] CHECK ([iso_week] BETWEEN 1 AND 53)
);
GO

IF OBJECT_ID(N'[mart].[dim_product]', N'U') IS NULL
CREATE TABLE [mart].[dim_product] (
    [stock_code]  nvarchar(50) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [description] nvarchar(400) NULL,
    [is_product]  bit NOT NULL,
    CONSTRAINT [pk_dim_product] PRIMARY KEY CLUSTERED ([stock_code])
);
GO

IF OBJECT_ID(N'[mart].[dim_customer]', N'U') IS NULL
CREATE TABLE [mart].[dim_customer] (
    [customer_id]   nvarchar(50) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [country]       nvarchar(100) NOT NULL,
    [country_count] bigint NOT NULL,
    [region]        nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT [pk_dim_customer] PRIMARY KEY CLUSTERED ([customer_id]),
    CONSTRAINT [fk_dim_customer_region] FOREIGN KEY ([region])
        REFERENCES [mart].[dim_region] ([region]),
    CONSTRAINT [ck_dim_customer_country_count] CHECK ([country_count] >= 1)
);
GO

IF OBJECT_ID(N'[mart].[fact_sales]', N'U') IS NULL
CREATE TABLE [mart].[fact_sales] (
    [sales_line_id] bigint NOT NULL,
    [invoice_no]    nvarchar(50) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [invoice_date]  datetime2(6) NOT NULL,
    [date_key]      date NOT NULL,
    [customer_id]   nvarchar(50) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [stock_code]    nvarchar(50) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [quantity]      bigint NOT NULL,
    [unit_price]    decimal(19,4) NOT NULL,
    [revenue]       decimal(19,4) NOT NULL,
    CONSTRAINT [pk_fact_sales] PRIMARY KEY NONCLUSTERED ([sales_line_id]),
    CONSTRAINT [fk_fact_sales_date_key] FOREIGN KEY ([date_key])
        REFERENCES [mart].[dim_date] ([date_key]),
    CONSTRAINT [fk_fact_sales_customer_id] FOREIGN KEY ([customer_id])
        REFERENCES [mart].[dim_customer] ([customer_id]),
    CONSTRAINT [fk_fact_sales_stock_code] FOREIGN KEY ([stock_code])
        REFERENCES [mart].[dim_product] ([stock_code]),
    CONSTRAINT [ck_fact_sales_date_key] CHECK ([date_key] = CAST([invoice_date] AS date)),
    CONSTRAINT [ck_fact_sales_quantity] CHECK ([quantity] > 0),
    CONSTRAINT [ck_fact_sales_unit_price] CHECK ([unit_price] > 0),
    CONSTRAINT [ck_fact_sales_revenue] CHECK ([revenue] = [quantity] * [unit_price])
);
GO

IF OBJECT_ID(N'[mart].[fact_customer_month]', N'U') IS NULL
CREATE TABLE [mart].[fact_customer_month] (
    [customer_id]        nvarchar(50) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [activity_month]     date NOT NULL,
    [cohort_month]       date NOT NULL,
    [months_since_first] bigint NOT NULL,
    [orders]             bigint NOT NULL,
    [revenue]            decimal(19,4) NOT NULL,
    CONSTRAINT [pk_fact_customer_month] PRIMARY KEY CLUSTERED ([customer_id], [activity_month]),
    CONSTRAINT [fk_fact_customer_month_customer_id] FOREIGN KEY ([customer_id])
        REFERENCES [mart].[dim_customer] ([customer_id]),
    CONSTRAINT [ck_fact_customer_month_months] CHECK (
        DAY([activity_month]) = 1
        AND DAY([cohort_month]) = 1
        AND [activity_month] >= [cohort_month]
    ),
    CONSTRAINT [ck_fact_customer_month_months_since_first] CHECK ([months_since_first] >= 0),
    CONSTRAINT [ck_fact_customer_month_orders] CHECK ([orders] >= 1),
    CONSTRAINT [ck_fact_customer_month_revenue] CHECK ([revenue] > 0)
);
GO

IF OBJECT_ID(N'[mart].[customer_rfm]', N'U') IS NULL
CREATE TABLE [mart].[customer_rfm] (
    [customer_id]         nvarchar(50) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [frequency]           bigint NOT NULL,
    [monetary]            decimal(19,4) NOT NULL,
    [recency_days]        bigint NOT NULL,
    [r_score]             bigint NOT NULL,
    [f_score]             bigint NOT NULL,
    [m_score]             bigint NOT NULL,
    [rfm_score]           nvarchar(3) NOT NULL,
    [segment]             nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [previous_segment]    nvarchar(100) COLLATE Latin1_General_100_BIN2 NULL,
    [segment_movement]    nvarchar(10) NOT NULL,
    [is_whale]            bit NOT NULL,
    [usual_interval_days] float NULL,
    [churn_risk]          bit NOT NULL,
    CONSTRAINT [pk_customer_rfm] PRIMARY KEY CLUSTERED ([customer_id]),
    CONSTRAINT [fk_customer_rfm_customer_id] FOREIGN KEY ([customer_id])
        REFERENCES [mart].[dim_customer] ([customer_id]),
    CONSTRAINT [ck_customer_rfm_frequency] CHECK ([frequency] >= 1),
    CONSTRAINT [ck_customer_rfm_monetary] CHECK ([monetary] > 0),
    CONSTRAINT [ck_customer_rfm_recency_days] CHECK ([recency_days] >= 0),
    CONSTRAINT [ck_customer_rfm_scores] CHECK (
        [r_score] BETWEEN 1 AND 5
        AND [f_score] BETWEEN 1 AND 5
        AND [m_score] BETWEEN 1 AND 5
    )
);
GO

IF OBJECT_ID(N'[mart].[segment_profile]', N'U') IS NULL
CREATE TABLE [mart].[segment_profile] (
    [segment]                 nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [segment_order]           bigint NOT NULL,
    [customers]               bigint NOT NULL,
    [revenue]                 decimal(19,4) NOT NULL,
    [customer_share]          float NOT NULL,
    [revenue_share]           float NOT NULL,
    [recency_mean]            float NOT NULL,
    [recency_median]          float NOT NULL,
    [frequency_mean]          float NOT NULL,
    [frequency_median]        float NOT NULL,
    [monetary_mean]           float NOT NULL,
    [monetary_median]         float NOT NULL,
    [recency_kruskal_h]       float NULL,
    [recency_kruskal_p]       float NULL,
    [monetary_kruskal_h]      float NULL,
    [monetary_kruskal_p]      float NULL,
    [recency_vs_champions_p]  float NULL,
    [monetary_vs_champions_p] float NULL,
    CONSTRAINT [pk_segment_profile] PRIMARY KEY CLUSTERED ([segment]),
    CONSTRAINT [ck_segment_profile_customers] CHECK ([customers] >= 1),
    CONSTRAINT [ck_segment_profile_shares] CHECK (
        [customer_share] BETWEEN 0 AND 1
        AND [revenue_share] BETWEEN 0 AND 1
    )
);
GO

IF OBJECT_ID(N'[mart].[cohort_retention]', N'U') IS NULL
CREATE TABLE [mart].[cohort_retention] (
    [region]                          nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [cohort_month]                    date NOT NULL,
    [months_since]                    bigint NOT NULL,
    [cohort_size]                     bigint NOT NULL,
    [active_customers]                bigint NOT NULL,
    [retention_rate]                  float NOT NULL,
    [revenue]                         decimal(19,4) NOT NULL,
    [cumulative_revenue_per_customer] decimal(19,4) NOT NULL,
    [is_left_censored]                bit NOT NULL,
    [is_partial_month]                bit NOT NULL,
    CONSTRAINT [pk_cohort_retention] PRIMARY KEY CLUSTERED ([region], [cohort_month], [months_since]),
    CONSTRAINT [ck_cohort_retention_cohort_month] CHECK (DAY([cohort_month]) = 1),
    CONSTRAINT [ck_cohort_retention_months_since] CHECK ([months_since] >= 0),
    CONSTRAINT [ck_cohort_retention_active_customers] CHECK ([active_customers] BETWEEN 0 AND [cohort_size]),
    CONSTRAINT [ck_cohort_retention_retention_rate] CHECK ([retention_rate] BETWEEN 0 AND 1)
);
GO

IF OBJECT_ID(N'[mart].[basket_rule]', N'U') IS NULL
CREATE TABLE [mart].[basket_rule] (
    [region]           nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [antecedents]      nvarchar(350) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [consequents]      nvarchar(350) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [antecedent_names] nvarchar(2000) NOT NULL,
    [consequent_names] nvarchar(2000) NOT NULL,
    [antecedent_size]  bigint NOT NULL,
    [consequent_size]  bigint NOT NULL,
    [baskets]          bigint NOT NULL,
    [antecedent_count] bigint NOT NULL,
    [consequent_count] bigint NOT NULL,
    [rule_count]       bigint NOT NULL,
    [support]          float NOT NULL,
    [confidence]       float NOT NULL,
    [lift]             float NOT NULL,
    [leverage]         float NOT NULL,
    [conviction]       float NULL,
    [zhang]            float NOT NULL,
    CONSTRAINT [pk_basket_rule] PRIMARY KEY NONCLUSTERED ([region], [antecedents], [consequents]),
    CONSTRAINT [ck_basket_rule_sizes] CHECK ([antecedent_size] >= 1 AND [consequent_size] >= 1),
    CONSTRAINT [ck_basket_rule_counts] CHECK (
        [rule_count] BETWEEN 1 AND [antecedent_count]
        AND [rule_count] <= [consequent_count]
        AND [antecedent_count] <= [baskets]
        AND [consequent_count] <= [baskets]
    ),
    CONSTRAINT [ck_basket_rule_shares] CHECK ([support] BETWEEN 0 AND 1 AND [confidence] BETWEEN 0 AND 1)
);
GO
